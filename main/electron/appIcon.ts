import { type NativeImage, nativeImage } from "electron";

/** renderer/public/icon.svg at 64 by 64 pixels. It is part of the code because a tray needs it even where nothing can be read. */
const png = [
  "iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAYAAACqaXHeAAAELklEQVR4nOybf2xTVRTHv/etsmxsc3HDda0zuDDEAQl1ySSLmSP+tw4RFERUxE",
  "2N+icaDVHCGFETA//oH4ZEytRkLrrIEun8czjN4hJ+jIwfYQ0QtrUdv0PGOiDlHc7tsrGO8uO9Efr6bj9J+959577mnnPvPffc2xwHHgB3w98v",
  "66TXClClILgIokgIzIaFIMIot+8sCYRA6NEF/MO+us77vSfuKqnpdLhLI+/zT2/mai6kJBTSCVvDp2f7sG9ZNFGNOw3QSJpr0L9G6GiCEGWwAQ",
  "T0C52+CjZ721hlmirLmF7ZXVq5mqvsZuWLYBO4lwt4anhzPYG+kUMtJ6bJblO8Ye8qoeEPAf62IQRi1yDeDPq8v088mzRA0Qb/YoegHu75LNgZ",
  "ojGQqOLp0CuL4z3N8z5DoNX2ykukjhr9KnWWxdiXe6DjQ17WyqEMYpHUOXY3Z3VnzmM5kVNsgDlQCI4bzt0Q0XmOWbmR17mslPIS7vAnM+F4TS",
  "OiGqgKYamDl4W5UJcFGgcIc6EorLuTRwCcUBSpu4OvmVCXx20Z8hohbQAoTtoAUBzlDeAwWB9VCwrw/QdLcCOq47euAfzgP4lUxvAIaFpXDmd+",
  "Jp4uzMIXq55F57ZqeErzkaoYNoD7ifgzkzJXDv76sgrfvbsYuVmGB1TSMWyAj348mPD5uuoS/PtNDVYuTa0T9Iw8z1uNRl44cz6Ctu4hPFeSh5",
  "LC7DhZdmYGaiucqJiXj/2By7gSicLqCHe9n2AS2duNa8tRkDsroXzt9h78d/wirMyMlsE9/4fw4qZ9aOkaTCjf+UkFrM6M44CRsSg+/7kPy7/u",
  "RiB0NU42eCECqzMjty2nwJY3ylGYl3gKbG09BqtjygAyBvh2/SK8tDDxWeo/R89j0y9HMHBhDFbHsBOsXliIlo2VsAqB8FVs39MP/4FhmMGwD9",
  "j58fOwEmXFOdi4Yj7MYtgAoUvXYDUIpldy4wbY3HIU4cvXYt7/5PAoks3xoRHsaA/ALDMKhKYytKs2rvxUQ8cjlZslfSACxUkbAIqTNgAUR3kD",
  "mI4DvHzy89nK+bFQNJk88r3ABJ++mnzlJbINsi1mSfsAmGRHez9On0v+iY/cj8i2mOWh7QVSlfQUgOJIA1yHulzR2AGYW0BtgNRdE6SuAaTucg",
  "r0Ql16NZ3QDlUh0RrLGHHV+w/yjQdKQYeDvrol48ugEE1QDBJao7xO5gypNQrGe1/eTQZCAvp7sYQiu8M6RnXxzkRx0gBB3/LDN6Gth42RaXPs",
  "9N8+2+ztm3gWFwoP765t40or+GP9P/aNwj0vBF4JN9f9OfVxwtxhV0OHh1+QS4T5kwYLEUudhb5GjvLpsnsmTxc/M1qvCWxJ5eRpbvu24Knsnx",
  "48eToBzvq9y3jT4OXaL1g+fZ7dGbezm4ToCO/ydt3vvVsAAAD//0AIwgoAAAAGSURBVAMAaXVfPykzFfoAAAAASUVORK5CYII=",
].join("");

/** The icon of windows and notifications. */
export function appIcon(): NativeImage {
  return nativeImage.createFromDataURL(`data:image/png;base64,${png}`);
}

/** The same at the size trays expect; the system takes the sharper one on dense displays. */
export function trayIcon(): NativeImage {
  return process.platform === "darwin" ? appIcon().resize({ width: 18, height: 18 }) : appIcon();
}
