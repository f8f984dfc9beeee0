/**
 * What a scan of the arrivals has seen, so that the next one costs what came since, and not what is there: neither rows that were
 * taken and that an old snapshot still keeps, nor what a transaction that is still open will bring.
 *
 * A scan sees the rows of all transactions below its snapshot's `xmax` that were not in progress. So what a later one finds new is
 * of a transaction from `xmax` on, or of one that was in progress.
 */
export class ArrivalWindow {
  /** The first transaction that no scan has looked at; null before the first scan. */
  xmax: string | null = null;
  /** Those before it that were still open. */
  inProgress: readonly string[] = [];

  /** @param snapshot - of the scan, `xmin:xmax:xip_list` */
  advance(snapshot: string): void {
    const [, xmax = '', list = ''] = snapshot.split(':');
    // Scans that overlap in time may end in any order: the older one knows less and takes nothing back.
    if (this.xmax !== null && BigInt(xmax) < BigInt(this.xmax)) return;
    this.xmax = xmax;
    this.inProgress = list === '' ? [] : list.split(',');
  }
}
