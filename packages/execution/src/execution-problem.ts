/** Something that went wrong with orders or position and that an operator must hear of. */
export interface ExecutionProblem {
  readonly kind: ProblemKind;
  /** Epoch ms at which it was found. */
  readonly timeMs: number;
  /** One sentence for people. */
  readonly text: string;
  /** Figures behind it, for logs and alerts. */
  readonly data: { readonly [name: string]: string | number | null };
}

export type ProblemKind =
  /** The protective stop is absent, refused, or was not confirmed in time. */
  | 'STOP_MISSING'
  /** The venue refused or took off an order of ours. */
  | 'ORDER_REJECTED'
  /** The venue holds something else than the books say. */
  | 'POSITION_MISMATCH'
  /** The venue reported what cannot be; it was not booked. */
  | 'BAD_REPORT';
