/**
 * Has a command for every kind of parameter and result.
 *
 * This is a second paragraph, which only the full help shows.
 */
export interface Everything {
  any(value?: unknown): Promise<unknown>;

  area(figure: Figure): Promise<number>;

  /** Gives three numbers, and then fails. */
  breaks(): AsyncIterable<number>;

  bytes(data: string): Promise<string>;

  cat(in: AsyncIterable<string>): AsyncIterable<string>;

  fault(): Promise<number>;

  /** Looks for a word. */
  grep(lines: AsyncIterable<string>, word: string): AsyncIterable<string>;

  letters(page?: number, past?: number, of?: number): Promise<string>;

  metadata(): Promise<Record<string, string>>;

  nan(): Promise<number>;

  nil(): Promise<string>;

  nothing(): Promise<void>;

  numbers(list: number[], map?: Record<string, number>): Promise<number[]>;

  /** Takes nothing but options. */
  options(up?: boolean, downHill?: boolean, maxCount?: number, size?: "small" | "very_large" | null): Promise<string>;

  /** Gives a record back. */
  outer(outer: Outer): Promise<Outer>;

  outers(all: AsyncIterable<Outer>): AsyncIterable<Outer>;

  rest(first: string, named?: Record<string, number>, ...more: string[]): Promise<string>;

  /** Takes one of each. A second sentence. */
  scalars(truth: boolean, small: number, large: number, real: number, exact: number | string, big: number, day: string, time: string, at: string, id: string, size: "small" | "very_large"): Promise<string>;

  sum(numbers: AsyncIterable<number>): Promise<number>;

  url(url: string, timeout?: string): Promise<string>;

  when(): Promise<string>;

  wide(n: number): Promise<Record<string, unknown>>;
}

export type Figure =
  | { type: "circle"; radius: number }
  | { type: "square"; side: number; names: string[] };

export interface Outer {
  /** what it is called */
  name: string;
  /** what is inside */
  inner: Inner;
  counts: Record<string, number>;
}

export interface Inner {
  data: string;
  day: string;
}
