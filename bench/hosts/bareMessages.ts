/** What a client asks the bare relay, as JSON in a text message; binary messages are what is typed into the attached session. */
export type BareRequest =
  | {
      readonly kind: "start";
      readonly executable: string;
      readonly arguments: readonly string[];
      readonly columns: number;
      readonly rows: number;
      readonly keepsOutput: boolean;
    }
  | { readonly kind: "attach"; readonly id: string }
  | { readonly kind: "printed"; readonly id: string };

/** Its answers, one a request and in order; binary messages are output. */
export type BareReply =
  | { readonly kind: "started"; readonly id: string; readonly pid: number }
  | { readonly kind: "attached" }
  | { readonly kind: "printed"; readonly bytes: number };
