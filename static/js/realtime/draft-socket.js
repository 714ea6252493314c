// The real socket of the page: WebSocket only, reconnecting with jitter, opened by the provider
// when it is ready.

import { io } from "socket.io-client";

export const openDraftSocket = () =>
  io("/drafts", {
    path: "/socket.io",
    transports: ["websocket"],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 500,
    reconnectionDelayMax: 5000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
