/** From the isolated world of a page to the main process, as text through a binding. `body` is structured text. */
export type FromPage =
  | { readonly kind: "send"; readonly channel: string; readonly body: string }
  | { readonly kind: "invoke"; readonly id: number; readonly channel: string; readonly body: string }
  | { readonly kind: "window-open"; readonly url: string; readonly frameName: string; readonly features: string }
  | { readonly kind: "port-message"; readonly port: number; readonly body: string }
  | { readonly kind: "port-close"; readonly port: number };

/** From the main process to the isolated world of a page. */
export type ToPage =
  | { readonly kind: "message"; readonly channel: string; readonly body: string; readonly ports: readonly number[] }
  | { readonly kind: "answer"; readonly id: number; readonly isError: boolean; readonly body: string }
  | { readonly kind: "port-message"; readonly port: number; readonly body: string }
  | { readonly kind: "port-close"; readonly port: number };

/** Between the two worlds of a page, as the detail of a DOM event. */
export type FromIsolatedWorld =
  | { readonly kind: "expose"; readonly key: string; readonly shape: ExposedShape }
  | {
      readonly kind: "returned";
      readonly call: number;
      readonly outcome: "value" | "error" | "promise";
      readonly body: string;
    }
  | { readonly kind: "settled"; readonly call: number; readonly outcome: "value" | "error"; readonly body: string };

export type FromMainWorld =
  | { readonly kind: "call"; readonly call: number; readonly function: number; readonly body: string }
  | { readonly kind: "window-open"; readonly url: string; readonly frameName: string; readonly features: string };

/** What contextBridge shows the page: plain values as structured text, functions as numbers. */
export type ExposedShape =
  | { readonly kind: "value"; readonly body: string }
  | { readonly kind: "function"; readonly id: number }
  | { readonly kind: "object"; readonly entries: readonly (readonly [string, ExposedShape])[] };
