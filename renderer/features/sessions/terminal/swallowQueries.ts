import type { IParser } from "@xterm/xterm";

/**
 * Keeps this terminal from answering a tool's questions (device attributes, status and mode reports, colour queries): the server's
 * model of the screen answers each once, and every viewer answering too would type the same answer again and again.
 */
export function swallowQueries({ parser }: { readonly parser: IParser }): void {
  const always = (): boolean => true;
  for (const prefix of [undefined, ">", "="])
    parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: "c" }, always);
  for (const prefix of [undefined, "?"]) {
    parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), final: "n" }, always);
    parser.registerCsiHandler({ ...(prefix ? { prefix } : {}), intermediates: "$", final: "p" }, always);
  }
  parser.registerCsiHandler({ prefix: ">", final: "q" }, always);
  parser.registerCsiHandler({ prefix: "?", final: "u" }, always);
  parser.registerCsiHandler({ final: "t" }, (parameters) => isSizeReport(parameters[0]));
  parser.registerDcsHandler({ intermediates: "$", final: "q" }, always);
  parser.registerDcsHandler({ intermediates: "+", final: "q" }, always);
  // The same numbers also set colours; only the question has a question mark as its last part.
  for (const identifier of [4, 10, 11, 12])
    parser.registerOscHandler(identifier, (data) => data.split(";").includes("?"));
}

/** 11 to 21 ask about the window; 22 and 23 keep and restore the title, which is no question. */
function isSizeReport(parameter: number | number[] | undefined): boolean {
  return typeof parameter === "number" && parameter >= 11 && parameter <= 21;
}
