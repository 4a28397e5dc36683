// Seeds, thread counts and the count of live tensors belong to the process, so tests must not run side by side.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
