let usage (codes: int[]) = codes |> Array.distinct |> Array.length
