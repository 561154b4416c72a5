/** A request that the venue turns down. Caught where requests are answered. */
export class Refusal extends Error {
  readonly retCode: number;

  constructor(retCode: number, retMsg: string) {
    super(retMsg);
    this.retCode = retCode;
  }
}

export function refuse(retCode: number, retMsg: string): never {
  throw new Refusal(retCode, retMsg);
}
