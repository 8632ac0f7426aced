import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { comebacks } from "../api/connection";
import { Problem } from "../api/problem";

/** Something that is asked for: what came last, whether more is coming, and what went wrong. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/** Asks for something whenever the key changes. What came before stays until the answer is there. */
export function useLoaded<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [value, setValue] = useState<T | null>(null);
  const [isLoading, setLoading] = useState(true);
  const [problem, setProblem] = useState<Problem | null>(null);
  const latest = useRef(0);
  const loader = useRef(load);
  loader.current = load;

  const reload = useCallback(() => {
    const turn = ++latest.current;
    const isLatest = (): boolean => turn === latest.current;
    setLoading(true);
    loader.current().then(
      (answer) => {
        if (!isLatest()) return;
        setValue(answer);
        setProblem(null);
        setLoading(false);
      },
      (error: unknown) => {
        if (!isLatest()) return;
        setProblem(error instanceof Problem ? error : new Problem("", 0, String(error)));
        setLoading(false);
      },
    );
  }, []);

  const times = comebacks.value;
  useEffect(reload, [key, times]);
  useEffect(() => () => void latest.current++, []);
  return { value, isLoading, problem, reload };
}
