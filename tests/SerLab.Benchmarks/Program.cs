using BenchmarkDotNet.Running;
using SerLab.Benchmarks.Studies;

// dotnet run -c Release --project tests/SerLab.Benchmarks -- --filter '*MatrixProduct*'   times kernels
// dotnet run -c Release --project tests/SerLab.Benchmarks -- study                        names the studies against truths and other programs
if (args is ["study", ..]) return StudyRunner.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
