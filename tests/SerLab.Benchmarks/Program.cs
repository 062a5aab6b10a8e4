using BenchmarkDotNet.Running;

// dotnet run -c Release --project tests/SerLab.Benchmarks -- --filter '*MatrixProduct*'
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
