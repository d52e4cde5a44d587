/** The longest rpc message either side sends, in UTF-16 units; a longer call is refused with VALIDATION before it is sent. */
export const maximumRpcMessageLength = 1_048_576;

/** What a socket accepts at most in one message, in bytes: what is larger is not read, the connection ends. */
export const maximumSocketMessageBytes = 4 * maximumRpcMessageLength;
