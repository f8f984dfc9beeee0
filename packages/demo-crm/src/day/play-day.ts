import { closingTable, type PlayedScene } from '../report/closing-table.ts';
import { allScenes } from '../scenes/all-scenes.ts';
import { playScene } from './play-scene.ts';
import type { Stage } from './stage.ts';

/** Plays all scenes and prints the table of them. @returns whether everything arrived exactly as the rules say */
export async function playDay(stage: Stage): Promise<boolean> {
  const startedAt = Date.now();
  const { write, palette } = stage;
  write(palette.strong('A day in a small CRM that sends webhooks'));
  write(`The receiver is a process of its own, at ${stage.receiver.url}; it checks each signature.`);
  write(`The CRM keeps its records and its webhooks in one SQLite file, ${stage.databaseFile}, gone at the end;`);
  write('each change, and the deliveries that it leads to, are one transaction there.');
  write('For each change the engine explains what it sends to whom, and what not, and why.');
  const played: PlayedScene[] = [];
  for (const scene of allScenes) {
    played.push({ title: scene.title, verdict: await playScene(scene, played.length + 1, stage) });
  }
  write('');
  for (const line of closingTable(played, palette)) write(line);
  const failed = played.filter(({ verdict }) => verdict.problems.length > 0).length;
  const seconds = ((Date.now() - startedAt) / 1_000).toFixed(1);
  write('');
  write(
    failed === 0
      ? palette.good(`Everything arrived as the rules say, in ${seconds} s.`)
      : palette.bad(`${failed} of ${played.length} scenes failed: see WRONG above.`),
  );
  return failed === 0;
}
