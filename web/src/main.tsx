import "./styles/index.css";
import { render } from "preact";
import { App } from "./app";
import { startRouting } from "./routing";

startRouting();
render(<App />, document.getElementById("app") as HTMLElement);
delete document.documentElement.dataset["elsewhere"];
