import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { comebacks } from "../api/connection";
import { Problem } from "recofilm-client";

/** Loaded data: the latest answer, whether a request is under way, and the latest problem. */
export interface Loaded<T> {
  readonly value: T | null;
  readonly isLoading: boolean;
  readonly problem: Problem | null;
  readonly reload: () => void;
}

/** Loads data whenever the key changes. The earlier data stay until the answer arrives. */
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
