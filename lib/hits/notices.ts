/**
 * What a daemon has to tell its operator: each trouble once when it begins and once when it is over, not with every
 * attempt.
 */
export class Notices {
  private readonly open = new Map<string, string>();

  constructor(private readonly tell: (sentence: string) => void) {}

  /** A trouble begins; told if it is new, or if its sentence is another one. */
  raise(subject: string, sentence: string): void {
    if (this.open.get(subject) === sentence) return;
    this.open.set(subject, sentence);
    this.tell(sentence);
  }

  /** A trouble is over; told if it was there. */
  clear(subject: string, sentence = `${subject}: all right again`): void {
    if (this.open.delete(subject)) this.tell(sentence);
  }

  /** A trouble is over, and that need not be told. */
  forget(subject: string): void {
    this.open.delete(subject);
  }

  /** The troubles there are now. */
  list(): string[] {
    return [...this.open.values()];
  }
}
