import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { api, body, type Schema } from "../../api/client";
import { Icon } from "../../components/icon";
import { useLoaded } from "../../components/use-loaded";
import { format, t } from "../../i18n";
import { mainGenre, palettesOf } from "../../posters/palette";
import { theme } from "../../preferences";
import { navigate, routes } from "../../routing";
import { between, type Camera, pan, type Point, project, type Size, zoom } from "./camera";
import { draw, inkOf, type Star } from "./drawing";

interface MovieMapProps {
  readonly movieId: number;
  /** 0 shows movies by content, 1 by everybody's ratings. */
  readonly weight: number;
  /** The movies of the list above. */
  readonly lit: readonly number[];
}

type Placed = Schema<"PlacedMovie">;

const [movieCount, likedFrom] = [1200, 4];
// The initial number of pixels per unit of the map, as a share of the map's height.
const startScale = 0.6;
const [reach, step, glide] = [14, 1.5, 0.16];

/** A map of the catalogue around a movie: similar movies are close, and the user's favourites glow. */
export function MovieMap(props: MovieMapProps) {
  const figure = useRef<HTMLElement>(null);
  const [isNear, setNear] = useState(false);
  // The map is below the list, and most visits never reach it, so it loads late.
  useEffect(() => {
    const watcher = new IntersectionObserver(([entry]) => entry?.isIntersecting && setNear(true), { rootMargin: "25%" });
    watcher.observe(figure.current!);
    return () => watcher.disconnect();
  }, []);
  return (
    <figure class="map" ref={figure}>
      <figcaption>
        <h3>{t("movie.map")}</h3>
        <p class="muted">{t("movie.map.lead")}</p>
      </figcaption>
      <div class="map-frame">{isNear && <LoadedMap {...props} />}</div>
    </figure>
  );
}

function LoadedMap({ movieId, weight, lit }: MovieMapProps) {
  const map = useLoaded(`map ${movieId}`, () =>
    body(api.GET("/movies/map", { params: { query: { limit: movieCount, movie_id: [movieId, ...lit].map(String) } } })),
  );
  const own = useLoaded("liked", () => body(api.GET("/ratings", { params: { query: { limit: 100 } } })));
  const liked = useMemo(() => new Map(own.value?.ratings.map(({ movie_id, rating }) => [movie_id, rating])), [own.value]);
  return map.value && <Canvas movies={map.value.movies} movieId={movieId} weight={weight} lit={lit} liked={liked} />;
}

interface CanvasProps extends MovieMapProps {
  readonly movies: readonly Placed[];
  readonly liked: ReadonlyMap<number, number>;
}

function Canvas({ movies, movieId, weight, lit, liked }: CanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [pointed, setPointed] = useState<number | null>(null);
  // The drawn weight moves smoothly to the chosen one.
  const [share, setShare] = useState(weight);
  const middle = movies.find((movie) => movie.movie_id === movieId);
  const home = (at: number): Camera => ({
    centre: middle ? between(middle.content, middle.collaborative, at) : { x: 0, y: 0 },
    scale: startScale * size.height,
  });
  const [camera, setCamera] = useState<Camera | null>(null);
  // Until the person moves the map, the movie stays in its middle.
  const seen = camera ?? home(share);
  const drag = useRef<Point | null>(null);

  useEffect(() => {
    const watcher = new ResizeObserver(
      ([entry]) => entry && setSize({ width: entry.contentRect.width, height: entry.contentRect.height }),
    );
    watcher.observe(canvas.current!);
    return () => watcher.disconnect();
  }, []);
  useEffect(() => setCamera(null), [movieId]);
  useEffect(() => {
    if (share === weight) return;
    const isCalm = matchMedia("(prefers-reduced-motion: reduce)").matches;
    const next = isCalm || Math.abs(weight - share) < 0.005 ? weight : share + (weight - share) * glide;
    const frame = requestAnimationFrame(() => setShare(next));
    return () => cancelAnimationFrame(frame);
  }, [share, weight]);

  const isLit = new Set(lit);
  const stars: Star[] = movies.map((movie) => ({
    at: project(seen, size, between(movie.content, movie.collaborative, share)),
    title: movie.title,
    radius: 1.5 + Math.log10(1 + movie.rating_count) * 1.4,
    colour: palettesOf(mainGenre(movie.genres))[0].shape,
    glow: Math.max(0, ((liked.get(movie.movie_id) ?? 0) - likedFrom + 0.5) / (5 - likedFrom + 0.5)),
    isLit: isLit.has(movie.movie_id),
    isCentre: movie.movie_id === movieId,
    isPointedAt: movie.movie_id === pointed,
  }));
  useEffect(() => {
    const element = canvas.current!;
    const context = element.getContext("2d");
    if (!context || size.width === 0) return;
    const density = devicePixelRatio;
    element.width = size.width * density;
    element.height = size.height * density;
    context.setTransform(density, 0, 0, density, 0, 0);
    draw(context, size, stars, inkOf(element));
  }, [movies, size, seen, share, pointed, liked, theme.value, lit.join()]);

  const pixelOf = (event: MouseEvent): Point => ({ x: event.offsetX, y: event.offsetY });
  const nearest = ({ x, y }: Point): number | null => {
    const distances = stars.map(({ at }) => Math.hypot(at.x - x, at.y - y));
    const index = distances.indexOf(Math.min(...distances));
    return (distances[index] ?? Infinity) < reach ? (movies[index]?.movie_id ?? null) : null;
  };
  const onPointerMove = (event: PointerEvent): void => {
    if (drag.current === null || event.buttons === 0) return setPointed(nearest(pixelOf(event)));
    setCamera(pan(seen, event.offsetX - drag.current.x, event.offsetY - drag.current.y));
    drag.current = pixelOf(event);
    hasMoved.current = true;
  };
  const hasMoved = useRef(false);
  const onClick = (event: MouseEvent): void => {
    const movie = hasMoved.current ? null : nearest(pixelOf(event));
    if (movie !== null && movie !== movieId) navigate(routes.movie(movie));
  };
  const enlarge = (factor: number, at?: Point): void => setCamera(zoom(seen, size, factor, at));
  return (
    <>
      <canvas
        ref={canvas}
        role="img"
        class={pointed === null ? "" : "pointed"}
        aria-label={t("movie.map.label", {
          count: format.whole(movies.length),
          title: middle?.title ?? "",
        })}
        onPointerDown={(event) => {
          drag.current = pixelOf(event);
          hasMoved.current = false;
          canvas.current?.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={() => (drag.current = null)}
        onPointerLeave={() => setPointed(null)}
        onClick={onClick}
        onWheel={(event) => {
          // Scrolling the page over the map does not enlarge it.
          if (!event.ctrlKey && !event.metaKey) return;
          event.preventDefault();
          enlarge(event.deltaY < 0 ? 1.15 : 1 / 1.15, pixelOf(event));
        }}
      />
      <div class="map-tools">
        <button type="button" class="icon" aria-label={t("movie.map.zoomIn")} onClick={() => enlarge(step)}>
          <Icon name="plus" />
        </button>
        <button type="button" class="icon" aria-label={t("movie.map.zoomOut")} onClick={() => enlarge(1 / step)}>
          <Icon name="minus" />
        </button>
        <button type="button" class="icon" aria-label={t("movie.map.reset")} onClick={() => setCamera(null)}>
          <Icon name="centre" />
        </button>
      </div>
    </>
  );
}
