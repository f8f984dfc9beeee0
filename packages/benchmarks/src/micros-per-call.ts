import { Bench } from 'tinybench';
import { median } from './ratio-table.ts';

const rounds = 5;

/**
 * Measures named functions side by side, in rounds, so that a slow moment of the machine falls on all of them.
 *
 * @param calls - how many calls of the thing one run of its function makes
 * @returns by name: the median over the rounds of the microseconds that one call takes
 */
export async function microsPerCall(
  functions: Readonly<Record<string, () => unknown>>,
  calls: number,
): Promise<Readonly<Record<string, number>>> {
  const micros: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    const bench = new Bench({ time: 150, warmupTime: 50, throws: true });
    for (const [name, run] of Object.entries(functions)) bench.add(name, run);
    for (const task of await bench.run()) {
      const { result } = task;
      if (result.state !== 'completed') throw new Error(`${task.name} was not measured: ${result.state}`);
      const list = micros[task.name] ?? [];
      micros[task.name] = list;
      list.push((result.latency.p50 * 1_000) / calls);
    }
  }
  return Object.fromEntries(Object.entries(micros).map(([name, list]) => [name, median(list)]));
}
