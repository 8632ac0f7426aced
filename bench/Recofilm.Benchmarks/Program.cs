using BenchmarkDotNet.Running;
using Recofilm.Benchmarks.Hybrid;

// Runs benchmarks by BenchmarkDotNet's arguments, or with "tree-learners" and a folder of MovieLens files the comparison of the
// own tree learner with LightGBM.
if (args is ["tree-learners", var folder])
    TreeLearnerComparison.Run(folder);
else
    BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
