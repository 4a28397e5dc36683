// The count of native mats is the process's: a test that reads it must run alone.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
