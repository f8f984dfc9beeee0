import { ValidationError } from '../../errors/validation-error.ts';
import type { Warning } from '../../registry/findings.ts';
import type { EventHub } from '../event-hub.ts';
import type { SenderTable } from '../sender-table.ts';

/** Asks the senders whether a url that is being registered can be sent to. */
export class UrlChecker {
  readonly #senders: SenderTable;
  readonly #events: EventHub;

  constructor(senders: SenderTable, events: EventHub) {
    this.#senders = senders;
    this.#events = events;
  }

  /**
   * @param url - one that is none, or that no sender serves, is somebody else's to refuse
   * @returns what may pass until the first delivery, such as a name that does not resolve yet
   * @throws {@link ValidationError} at `url` when its sender would refuse the address
   */
  async check(url: unknown): Promise<readonly Warning[]> {
    const sender = typeof url === 'string' ? this.#senders.of(url) : undefined;
    if (typeof url !== 'string' || sender?.check === undefined) return [];
    try {
      const failure = await sender.check(url);
      if (failure === null) return [];
      const { code, message } = failure;
      if (code !== 'ADDRESS_NOT_ALLOWED') return [{ path: 'url', message }];
      throw new ValidationError([{ path: 'url', code: 'INVALID_URL', message }]);
    } catch (cause) {
      if (cause instanceof ValidationError) throw cause;
      this.#events.error(cause, 'a url could not be checked');
      return [{ path: 'url', message: 'it could not be checked whether this url can be sent to' }];
    }
  }
}
