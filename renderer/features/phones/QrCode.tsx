import { create } from "qrcode";
import { useMemo } from "react";
import { qrPath } from "./qrPath.ts";

/** Four modules of quiet zone, as ISO/IEC 18004 asks for. */
const quiet = 4;

/** A text as a QR code: black on white in every theme, because cameras are sure of nothing else. */
export function QrCode({ text, label }: { readonly text: string; readonly label: string }) {
  const { size, path } = useMemo(() => {
    const { modules } = create(text, { errorCorrectionLevel: "M" });
    return { size: modules.size, path: qrPath(modules.size, (row, column) => modules.get(row, column) !== 0) };
  }, [text]);
  const side = size + 2 * quiet;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-quiet} ${-quiet} ${side} ${side}`}
      shapeRendering="crispEdges"
      className="size-full rounded bg-(--qr-light)"
    >
      <path d={path} className="fill-(--qr-dark)" />
    </svg>
  );
}
