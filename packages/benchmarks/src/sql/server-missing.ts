/** A measurement needs a server that is not there: it is left out, with this reason. */
export class ServerMissing extends Error {
  override readonly name = 'ServerMissing';
}

/** Makes a measurement; one whose server is missing says so and counts as no miss. */
export async function orSkip(name: string, measure: () => Promise<boolean>): Promise<boolean> {
  try {
    return await measure();
  } catch (cause) {
    if (!(cause instanceof ServerMissing)) throw cause;
    process.stdout.write(`\n${name}: skipped, ${cause.message}\n`);
    return true;
  }
}
