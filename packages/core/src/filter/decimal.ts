/** A number as 0.`digits` × 10^`point`, without zeros at either end of `digits`; zero has none. */
interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly point: number;
}

/**
 * Compares a text of JSON's number grammar with a bigint, exactly: a double could not tell 9007199254740993 from its neighbour.
 *
 * @returns below, at or above 0 as the text's number is below, at or above the bigint
 */
export function compareWithBigint(text: string, bigint: bigint): number {
  const left = decimalOf(text);
  const right = decimalOf(bigint.toString());
  const sign = signOf(left);
  if (sign !== signOf(right)) return sign - signOf(right);
  if (sign === 0) return 0;
  return sign > 0 ? compareMagnitudes(left, right) : compareMagnitudes(right, left);
}

function decimalOf(text: string): Decimal {
  const negative = text.startsWith('-');
  const [mantissa = '', exponent = '0'] = text
    .slice(negative ? 1 : 0)
    .toLowerCase()
    .split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const all = whole + fraction;
  const significant = all.replace(/^0+/, '');
  const zeros = all.length - significant.length;
  return { negative, digits: trimZeros(significant), point: whole.length - zeros + Number(exponent) };
}

// Not /0+$/, which is quadratic in a text of many zeros.
function trimZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}

function signOf({ negative, digits }: Decimal): number {
  if (digits === '') return 0;
  return negative ? -1 : 1;
}

function compareMagnitudes(left: Decimal, right: Decimal): number {
  if (left.point !== right.point) return left.point < right.point ? -1 : 1;
  if (left.digits === right.digits) return 0;
  // Digits after the same point compare as texts.
  return left.digits < right.digits ? -1 : 1;
}
