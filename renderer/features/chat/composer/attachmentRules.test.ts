import { describe, expect, it } from "vitest";
import { attachmentProblem, mediaTypeOf } from "./attachmentRules.ts";

const file = (name: string, type = "", size = 10) => ({ name, type, size });

describe("what can be attached", () => {
  it("is pictures, and text under whatever name a browser gives it", () => {
    expect(mediaTypeOf(file("a.png", "image/png"))).toBe("image/png");
    expect(mediaTypeOf(file("main.rs"))).toBe("text/plain");
    expect(mediaTypeOf(file("data", "application/json;charset=utf-8"))).toBe("text/plain");
    expect(mediaTypeOf(file("drawing.svg", "image/svg+xml"))).toBe("text/plain");
    expect(mediaTypeOf(file("app.exe", "application/x-msdownload"))).toBeNull();
    expect(mediaTypeOf(file("scan.tiff", "image/tiff"))).toBeNull();
  });

  it("has limits, and says which one was met", () => {
    expect(attachmentProblem(file("a.txt"), [])).toBeNull();
    expect(attachmentProblem(file("a.txt", "text/plain", 0), [])).toBe("empty");
    expect(attachmentProblem(file("a.txt", "text/plain", 20 * 1024 * 1024 + 1), [])).toBe("too-large");
    expect(
      attachmentProblem(
        file("a.txt"),
        Array.from({ length: 20 }, (_, id) => ({ id: String(id) })),
      ),
    ).toBe("too-many");
    expect(attachmentProblem(file("a.zip", "application/zip"), [])).toBe("wrong-kind");
  });
});
