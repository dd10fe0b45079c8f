import type { CommentOutputName } from '../../request/comment-inputs.ts';

/** What later steps get of a comment, as texts; see `commentOutputs` for what each means. */
export type CommentOutputs = Readonly<Record<CommentOutputName, string>>;
