/** An approval that a forge tells of. */
export interface Given {
  readonly by: 'label' | 'review';
  /** Of the event that set the label, or of the review: a label that is set again, and another review, is another approval. */
  readonly id: number;
  /** The commit that it was given for. */
  readonly commit: string;
  /** RFC 3339. */
  readonly at: string;
  /** Whose it is; undefined: the account is gone. */
  readonly login: string | undefined;
}
