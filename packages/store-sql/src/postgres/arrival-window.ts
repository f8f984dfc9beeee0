/**
 * What a scan of the arrivals has seen, so that the next one costs what came since, and not what is there: neither rows that were
 * taken and that an old snapshot still keeps, nor what a transaction that is still open will bring.
 *
 * A scan sees the rows of all transactions below its snapshot's `xmax` that were not in progress. So what a later one finds new is
 * of a transaction from `xmax` on, or of one that was in progress.
 */
export class ArrivalWindow {
  /** The first transaction that no scan has looked at. */
  xmax = '0';
  /** Those before it that were still open. */
  inProgress: readonly string[] = [];

  /**
   * @param snapshot - of the scan, `xmin:xmax:xip_list`
   * @param reached - the last transaction that a scan came to which was cut short, and to whose rows it may not have come to an
   * end; null for one that has seen all that its snapshot shows
   */
  advance(snapshot: string, reached: string | null = null): void {
    const [, end = '', list = ''] = snapshot.split(':');
    const xmax = reached ?? end;
    // Scans that overlap in time may end in any order: the older one knows less and takes nothing back.
    if (BigInt(xmax) < BigInt(this.xmax)) return;
    const open = list === '' ? [] : list.split(',');
    this.inProgress = reached === null ? open : open.filter((id) => BigInt(id) < BigInt(reached));
    this.xmax = xmax;
  }
}
