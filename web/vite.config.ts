import { defineConfig } from "vite";

import { mockServer } from "./dev/mock_server.ts";

export default defineConfig({
    // The invented county answers in `vite` and `vite preview` only; nothing of dev/ is part of the build.
    plugins: [mockServer()],
    build: {
        target: ["chrome80", "safari13"],
        modulePreload: { polyfill: false },
        reportCompressedSize: true,
    },
});
