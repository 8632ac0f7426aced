import { defaultClientConditions, defineConfig } from "vite";
import { firstPaint } from "./first-paint.ts";

// `npm run dev` shows the page from these sources and asks a program that `recofilm up` started.
const program = "http://127.0.0.1:7071";
const api =
  "^/(login|users|sample_users|recommendations|hybrid|genre_recommendations|movies|ratings|dismissals|models|events|health)";

export default defineConfig({
  plugins: [firstPaint],
  // The API's client is built with the page, not before it.
  resolve: { conditions: ["recofilm-source", ...defaultClientConditions] },
  build: {
    outDir: "../Recofilm.Functions/wwwroot",
    emptyOutDir: true,
    // Data addresses would need a wider content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: "es2023",
  },
  server: {
    proxy: {
      [api]: program,
      "^/$": { target: program, bypass: (request) => (request.headers.accept?.includes("text/html") ? request.url : undefined) },
    },
  },
});
