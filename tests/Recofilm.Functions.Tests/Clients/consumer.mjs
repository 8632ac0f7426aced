// A program that uses the packed client: node consumer.mjs <address> <service key> <user id> <user key>
import assert from "node:assert/strict";
import { body, createRecofilmClient, Problem } from "recofilm-client";

const [baseUrl, serviceKey, userId, userKey] = process.argv.slice(2);

const service = createRecofilmClient({ baseUrl, credentials: { service_key: serviceKey } });
const of = { user_id: Number(userId) };
const rating = await body(
  service.PUT("/ratings/{movie_id}", { params: { path: { movie_id: "7" }, query: of }, body: { rating: 5 } }),
);
assert.equal(rating.rating, 5);
const list = await body(
  service.GET("/recommendations", { params: { query: { ...of, limit: 5, exclude_genre: ["Comedy", "Action"] } } }),
);
assert.equal(list.recommendations.length, 5);
assert.ok(list.recommendations.every(({ genres }) => !genres.includes("Comedy") && !genres.includes("Action")));
await assert.rejects(
  body(service.GET("/users/{user_id}", { params: { path: { user_id: "external:no/body" } } })),
  (problem) => problem instanceof Problem && problem.kind === "unknown-user" && problem.status === 404,
);

let logins = 0;
let forged = 1;
let refusals = 2;
const user = createRecofilmClient({
  baseUrl,
  credentials: { user_id: Number(userId), user_key: userKey },
  fetch: async (request) => {
    if (new URL(request.url).pathname === "/login") logins++;
    else if (forged-- > 0) request.headers.set("Authorization", "Bearer forged");
    else if (refusals-- > 0) return new Response("", { status: 503, headers: { "Retry-After": "1" } });
    return fetch(request);
  },
});
// The forged token is refused and renewed; requests that are refused for the moment are sent again.
const own = await body(user.GET("/ratings"));
assert.deepEqual(own.ratings.map(({ movie_id }) => movie_id), [7]);
await Promise.all([body(user.GET("/ratings")), body(user.GET("/recommendations"))]);
assert.equal(logins, 2);
assert.ok(refusals <= 0);

const stranger = createRecofilmClient({ baseUrl, credentials: { user_id: Number(userId), user_key: "wrong" } });
await assert.rejects(body(stranger.GET("/ratings")), ({ kind }) => kind === "invalid-credentials");

console.log("All as expected.");
