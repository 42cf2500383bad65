/** No command, or none of this name. Stands alone, so that the program that throws it loads nothing else. */
export class UnknownCommand extends Error {
  readonly hint: string;

  constructor(message: string, hint: string) {
    super(message);
    this.name = 'UnknownCommand';
    this.hint = hint;
  }
}
