import type { JSX } from "preact";
import type { Palette } from "./palette";
import type { SeededRandom } from "./random";

/** Draws the picture of a poster, 200 wide and 300 high. */
export type Motif = (random: SeededRandom, colours: Palette) => JSX.Element;

const count = (length: number): number[] => Array.from({ length }, (_, index) => index);
const points = (...pairs: (readonly [number, number])[]): string =>
  pairs.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ");

const orbits: Motif = (random, { shape, accent }) => {
  const [x, y] = [random.between(60, 150), random.between(70, 130)];
  const tilt = random.between(-35, 35);
  return (
    <>
      <circle cx={x} cy={y} r={random.between(24, 38)} fill={shape} />
      {count(4).map((ring) => (
        <ellipse
          key={ring}
          cx={x}
          cy={y}
          rx={52 + ring * 24}
          ry={14 + ring * 11}
          fill="none"
          stroke={accent}
          stroke-width={ring === 1 ? 3 : 1}
          opacity={0.9 - ring * 0.16}
          transform={`rotate(${tilt} ${x} ${y})`}
        />
      ))}
      <circle cx={x + 62 * Math.cos(tilt / 30)} cy={y + 34} r={random.between(4, 8)} fill={accent} />
      {count(26).map((star) => (
        <circle key={star} cx={random.between(0, 200)} cy={random.between(0, 200)} r={random.between(0.5, 1.4)} fill={accent} />
      ))}
    </>
  );
};

const rays: Motif = (random, { shape, accent }) => {
  const [x, y] = [random.between(50, 150), random.between(60, 140)];
  const turn = random.between(0, 20);
  return (
    <>
      {count(14).map((ray) => {
        const [from, to] = [((ray * 360) / 14 + turn) * (Math.PI / 180), (((ray + 0.5) * 360) / 14 + turn) * (Math.PI / 180)];
        return (
          <polygon
            key={ray}
            points={points(
              [x, y],
              [x + 340 * Math.cos(from), y + 340 * Math.sin(from)],
              [x + 340 * Math.cos(to), y + 340 * Math.sin(to)],
            )}
            fill={shape}
            opacity={ray % 3 === 0 ? 1 : 0.75}
          />
        );
      })}
      <circle cx={x} cy={y} r={random.between(22, 40)} fill={accent} />
    </>
  );
};

const peaks: Motif = (random, { shape, accent }) => (
  <>
    <circle cx={random.between(50, 150)} cy={random.between(55, 95)} r={random.between(22, 36)} fill={accent} />
    {count(3).map((range) => {
      const base = 110 + range * 38;
      const ridge = count(6).map(
        (step) => [step * 40, base - (step % 2 === 0 ? 0 : random.between(24, 74 - range * 12))] as const,
      );
      return (
        <polygon
          key={range}
          points={points([-10, 320], [-10, base], ...ridge, [210, base], [210, 320])}
          fill={shape}
          opacity={0.45 + range * 0.27}
        />
      );
    })}
  </>
);

const confetti: Motif = (random, { shape, accent, type }) => (
  <>
    {count(9).map((dot) => (
      <circle
        key={dot}
        cx={random.between(10, 190)}
        cy={random.between(10, 190)}
        r={random.between(9, 40)}
        fill={random.pick([shape, accent, shape, type])}
        opacity={0.92}
      />
    ))}
    <path
      d={`M40 ${random.between(110, 130)} q60 ${random.between(50, 80)} 120 0`}
      fill="none"
      stroke={accent}
      stroke-width="9"
      stroke-linecap="round"
    />
  </>
);

const blinds: Motif = (random, { shape, accent }) => {
  const tilt = random.between(-24, -10);
  return (
    <g transform={`rotate(${tilt} 100 110)`}>
      {count(11).map((slat) => (
        <rect
          key={slat}
          x={random.between(-60, -10)}
          y={-20 + slat * 22}
          width={random.between(180, 300)}
          height={random.between(5, 13)}
          fill={slat % 4 === 1 ? accent : shape}
        />
      ))}
      <circle cx={random.between(110, 150)} cy={random.between(60, 120)} r={random.between(26, 44)} fill={shape} />
    </g>
  );
};

const drips: Motif = (random, { shape, accent }) => (
  <>
    <circle cx={random.between(70, 140)} cy={random.between(125, 150)} r={random.between(28, 40)} fill={accent} opacity="0.95" />
    <rect width="200" height="46" fill={shape} />
    {count(10).map((drop) => {
      const [x, length, width] = [drop * 21 + random.between(-4, 6), random.between(20, 130), random.between(9, 18)];
      return <rect key={drop} x={x} y="30" width={width} height={length} rx={width / 2} fill={shape} />;
    })}
  </>
);

const horizon: Motif = (random, { shape, accent, ground }) => {
  const line = random.between(110, 150);
  return (
    <>
      <circle cx={random.between(60, 140)} cy={line - random.between(-6, 30)} r={random.between(38, 58)} fill={accent} />
      <rect y={line} width="200" height="200" fill={shape} />
      {count(7).map((wave) => (
        <rect
          key={wave}
          x={random.between(0, 80)}
          y={line + 9 + wave * 12}
          width={random.between(40, 120)}
          height="3"
          fill={ground}
          opacity="0.55"
        />
      ))}
    </>
  );
};

const hearts: Motif = (random, { shape, accent }) => {
  const [x, y, gap] = [random.between(80, 120), random.between(90, 120), random.between(24, 40)];
  const radius = random.between(48, 62);
  return (
    <>
      <circle cx={x - gap} cy={y} r={radius} fill={shape} />
      <circle cx={x + gap} cy={y} r={radius} fill={accent} opacity="0.85" />
      {count(5).map((ring) => (
        <circle
          key={ring}
          cx={x}
          cy={y}
          r={radius + 26 + ring * 17}
          fill="none"
          stroke={shape}
          stroke-width="1"
          opacity={0.6 - ring * 0.1}
        />
      ))}
    </>
  );
};

const target: Motif = (random, { shape, accent, ground }) => {
  const [x, y] = [random.between(60, 140), random.between(80, 130)];
  return (
    <>
      {count(6).map((ring) => (
        <circle
          key={ring}
          cx={x + ring * random.between(-2, 2)}
          cy={y}
          r={112 - ring * 19}
          fill={ring % 2 === 0 ? shape : ground}
        />
      ))}
      <rect x={x - 1.5} width="3" height="230" fill={accent} />
      <rect y={y - 1.5} width="200" height="3" fill={accent} />
    </>
  );
};

const keyhole: Motif = (random, { shape, accent, ground }) => {
  const x = random.between(80, 120);
  return (
    <>
      {count(5).map((door) => (
        <rect
          key={door}
          x={20 + door * 15}
          y={10 + door * 13}
          width={160 - door * 30}
          height={220 - door * 22}
          rx={90 - door * 16}
          fill={door % 2 === 0 ? shape : ground}
          opacity={door % 2 === 0 ? 0.5 + door * 0.12 : 1}
        />
      ))}
      <circle cx={x} cy="108" r="17" fill={accent} />
      <polygon points={points([x - 8, 112], [x + 8, 112], [x + 16, 164], [x - 16, 164])} fill={accent} />
    </>
  );
};

const moon: Motif = (random, { shape, accent, ground }) => {
  const [x, y, radius] = [random.between(70, 130), random.between(75, 110), random.between(42, 58)];
  return (
    <>
      <circle cx={x} cy={y} r={radius} fill={accent} />
      <circle cx={x + radius * 0.42} cy={y - radius * 0.16} r={radius * 0.86} fill={ground} />
      {count(12).map((star) => {
        const [sx, sy, size] = [random.between(8, 192), random.between(8, 190), random.between(2, 7)];
        return (
          <polygon
            key={star}
            points={points(
              [sx, sy - size],
              [sx + size * 0.28, sy - size * 0.28],
              [sx + size, sy],
              [sx + size * 0.28, sy + size * 0.28],
              [sx, sy + size],
              [sx - size * 0.28, sy + size * 0.28],
              [sx - size, sy],
              [sx - size * 0.28, sy - size * 0.28],
            )}
            fill={star % 3 === 0 ? accent : shape}
          />
        );
      })}
      <path
        d={`M-10 ${random.between(170, 200)} Q 60 ${random.between(110, 150)} 110 180 T 210 165 V320 H-10z`}
        fill={shape}
        opacity="0.8"
      />
    </>
  );
};

const blocks: Motif = (random, { shape, accent, type }) => (
  <>
    {count(4).map((row) =>
      count(4).map((column) => {
        const [x, y, kind] = [column * 50, row * 50, random.integer(0, 4)];
        const fill = random.pick([shape, accent, type, shape]);
        if (kind === 0) return <circle key={`${row}${column}`} cx={x + 25} cy={y + 25} r="25" fill={fill} />;
        if (kind === 1) return <path key={`${row}${column}`} d={`M${x} ${y} h50 a50 50 0 0 1 -50 50z`} fill={fill} />;
        if (kind === 2)
          return <polygon key={`${row}${column}`} points={points([x, y + 50], [x + 50, y + 50], [x + 25, y + 4])} fill={fill} />;
        if (kind === 3) return <rect key={`${row}${column}`} x={x + 6} y={y + 6} width="38" height="38" rx="8" fill={fill} />;
        return null;
      }),
    )}
  </>
);

const waves: Motif = (random, { shape, accent }) => (
  <>
    {count(15).map((line) => {
      const [y, lift] = [14 + line * 13, random.between(8, 30) * (line % 2 === 0 ? 1 : -1)];
      return (
        <path
          key={line}
          d={`M-10 ${y} C 50 ${y - lift}, 90 ${y + lift}, 130 ${y - lift / 2} S 190 ${y + lift / 2}, 210 ${y}`}
          fill="none"
          stroke={line % 4 === 0 ? accent : shape}
          stroke-width={line % 4 === 0 ? 6 : 3}
        />
      );
    })}
  </>
);

const stripes: Motif = (random, { shape, accent }) => {
  const tilt = random.pick([-38, -32, 32, 38]);
  return (
    <>
      <g transform={`rotate(${tilt} 100 150)`}>
        {count(7).map((band) => (
          <rect
            key={band}
            x="-120"
            y={-40 + band * 46}
            width="440"
            height={random.between(12, 30)}
            fill={shape}
            opacity={band % 2 === 0 ? 1 : 0.6}
          />
        ))}
      </g>
      <polygon
        points={points(
          ...count(10).map((corner) => {
            const [angle, radius] = [(corner * 36 - 90) * (Math.PI / 180), corner % 2 === 0 ? 48 : 20];
            return [100 + radius * Math.cos(angle), 100 + radius * Math.sin(angle)] as const;
          }),
        )}
        fill={accent}
      />
    </>
  );
};

const mesa: Motif = (random, { shape, accent }) => {
  const left = random.between(10, 60);
  return (
    <>
      <circle cx={random.between(70, 140)} cy="118" r={random.between(48, 64)} fill={accent} />
      <polygon points={points([left, 190], [left + 14, 100], [left + 50, 100], [left + 60, 190])} fill={shape} />
      <polygon points={points([130, 190], [138, 128], [182, 128], [196, 190])} fill={shape} opacity="0.9" />
      <rect y="180" width="200" height="140" fill={shape} />
    </>
  );
};

const grid: Motif = (random, { shape, accent }) => (
  <>
    {count(9).map((row) =>
      count(8).map((column) => (
        <circle
          key={`${row}${column}`}
          cx={18 + column * 23.5}
          cy={18 + row * 22}
          r={random.between(1.5, 10)}
          fill={random.next() < 0.14 ? accent : shape}
        />
      )),
    )}
  </>
);

const city: Motif = (random, { shape, accent }) => (
  <>
    <circle cx={random.between(50, 150)} cy={random.between(50, 80)} r={random.between(20, 34)} fill={accent} />
    {count(8).map((tower) => {
      const [height, x] = [random.between(60, 150), tower * 26 - 6];
      return (
        <g key={tower}>
          <rect x={x} y={210 - height} width="23" height={height + 120} fill={shape} opacity={tower % 2 === 0 ? 1 : 0.72} />
          {count(4).map((window) => (
            <rect
              key={window}
              x={x + (window % 2 === 0 ? 5 : 13)}
              y={220 - height + window * 16}
              width="4"
              height="7"
              fill={accent}
              opacity={random.next() < 0.7 ? 0.9 : 0}
            />
          ))}
        </g>
      );
    })}
  </>
);

type Motifs = readonly [Motif, ...Motif[]];

const motifs: Readonly<Record<string, Motifs>> = {
  Action: [rays, stripes],
  Adventure: [peaks, rays],
  Animation: [confetti, blocks],
  Children: [blocks, confetti],
  Comedy: [confetti, waves, blocks],
  Crime: [city, blinds, target],
  Documentary: [grid, horizon],
  Drama: [horizon, waves, peaks],
  Fantasy: [moon, peaks],
  "Film-Noir": [blinds, city],
  Horror: [drips, moon, target],
  Musical: [waves, confetti],
  Mystery: [keyhole, target],
  Romance: [hearts, horizon],
  "Sci-Fi": [orbits, grid, moon],
  Thriller: [target, blinds, keyhole],
  War: [stripes, peaks],
  Western: [mesa, horizon],
};

/** The pictures that fit a genre. */
export const motifsOf = (genre: string): Motifs => motifs[genre] ?? [grid, horizon, waves];
