using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace SerLab.Runs;

/// <summary>Describes the machine and the software of a run.</summary>
public static class Machine
{
    /// <summary>Version of SerLab, with the commit where the build knew it, and the first digits of the build's own hash: code that is not committed counts too.</summary>
    public static string CodeVersion { get; } =
        $"{typeof(Machine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown"} (build {typeof(Machine).Module.ModuleVersionId.ToString()[..8]})";

    /// <summary>The machine now.</summary>
    /// <param name="threads">Most threads the run used.</param>
    /// <param name="peakMemoryBytes">Most memory seen.</param>
    public static RunEnvironment Describe(int threads, long peakMemoryBytes) => new(
        CodeVersion,
        typeof(Machine).Assembly.GetReferencedAssemblies()
            .Where(name => name.Name is not null && (!name.Name.StartsWith("System", StringComparison.Ordinal) || name.Name == "System.Numerics.Tensors"))
            .OrderBy(name => name.Name, StringComparer.Ordinal)
            .ToDictionary(name => name.Name!, name => name.Version?.ToString() ?? "unknown"),
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription,
        ProcessorName(),
        System.Environment.ProcessorCount,
        Vector512.IsHardwareAccelerated ? 512 : Vector<byte>.Count * 8,
        threads,
        peakMemoryBytes / 1e6);

    // The brand string of x86 processors (Intel 64 manual, CPUID leaves 80000002 to 80000004 hexadecimal): no file need be read for it.
    private static string ProcessorName()
    {
        const int FirstLeaf = unchecked((int)0x80000002);
        if (!X86Base.IsSupported) return RuntimeInformation.ProcessArchitecture.ToString();
        Span<int> words = stackalloc int[12];
        for (var leaf = 0; leaf < 3; leaf++) (words[4 * leaf], words[4 * leaf + 1], words[4 * leaf + 2], words[4 * leaf + 3]) = X86Base.CpuId(FirstLeaf + leaf, 0);
        return Encoding.ASCII.GetString(MemoryMarshal.AsBytes(words)).Trim('\0', ' ');
    }
}
