import type { Plugin } from "vite";
import { en, type Text } from "./src/i18n/en.ts";
import { fr } from "./src/i18n/fr.ts";

const words = (text: Text): string => `<span class="in-en">${en[text]}</span><span class="in-fr">${fr[text]}</span>`;

// The beginning of what the program renders there, element by element, so that it takes these over. Nothing moves then.
const start = `<header class="page-head">
<a class="brand" href="/">Recofilm</a>
<div class="page-tools"><button type="button" class="quiet" disabled>${words("app.language")}</button></div>
</header>
<div class="banner"></div>
<main><section class="hero"><div class="hero-text">
<h1>${words("start.title")}</h1>
<p class="lead">${words("start.lead")}</p>
<a class="button primary" href="/app/new">${words("start.new.submit")}</a>
</div></section></main>`;

/** Writes the beginning of the start page into index.html, so that a phone shows it before it has loaded the program. */
export const firstPaint: Plugin = {
  name: "first-paint",
  transformIndexHtml: (html) => html.replace("<!-- start -->", start),
};
