import { tenant } from '../crm/crm-webhooks.ts';
import { session } from '../crm/session.ts';
import { bodyLines } from '../report/body-lines.ts';
import { receiverLines } from '../report/receiver-lines.ts';
import type { Scene } from '../scenes/scene.ts';
import type { ExpectedRequest } from '../verdict/expected-request.ts';
import { judgeScene, type Verdict } from '../verdict/judge-scene.ts';
import type { Stage } from './stage.ts';

/** Plays one scene and judges it by what the receiver process saw. A scene that breaks off has failed; the day goes on. */
export async function playScene(scene: Scene, number: number, stage: Stage): Promise<Verdict> {
  const { write, palette } = stage;
  write('');
  write(palette.strong(`${number}. ${scene.title}`));
  write(`  ${scene.about}`);
  write('');
  let expected: readonly ExpectedRequest[] = [];
  try {
    expected = await session.run({ tenant }, () => scene.play(stage));
    await stage.settle();
  } catch (error) {
    stage.problem(`the scene broke off: ${error instanceof Error ? error.message : String(error)}`);
  }
  const { arrived, problems } = await stage.endScene();
  const judged = judgeScene({ expected, arrived, webhooks: stage.registered, tenant });
  const verdict = { ...judged, problems: [...problems, ...judged.problems] };
  for (const line of receiverLines(arrived)) stage.tell('arrived', line);
  const shown = arrived.find(({ path }) => path === `/${scene.shows}`);
  if (shown !== undefined) {
    stage.tell('body', `the item that ${scene.shows} got first, without its webhook block:`);
    for (const line of bodyLines(shown)) write(`            ${line}`);
  }
  for (const problem of verdict.problems) write(`  ${palette.bad(`WRONG   ${problem}`)}`);
  if (verdict.problems.length === 0) stage.tell('verdict', palette.good('as the rules say'));
  return verdict;
}
