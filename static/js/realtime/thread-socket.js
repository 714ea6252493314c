// The socket of a page that is read: WebSocket only, reconnecting with jitter, so that a thousand
// readers return over some seconds.

import { io } from "socket.io-client";

export const openThreadSocket = () =>
  io("/threads", {
    path: "/socket.io",
    transports: ["websocket"],
    autoConnect: false,
    forceNew: true,
    reconnectionDelay: 1000,
    reconnectionDelayMax: 10_000,
    randomizationFactor: 0.5,
    timeout: 10_000,
  });
