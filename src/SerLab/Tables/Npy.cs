using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;
using SerLab.Options;

namespace SerLab.Tables;

/// <summary>Arrays in NumPy's file format, version 1.0: little-endian, C order, float32 or int64.</summary>
/// <remarks>Format: NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays" (R. Kern, 2007). Data start at a multiple of 64 bytes, so a file can be mapped into memory.</remarks>
public static partial class Npy
{
    private const int Alignment = 64;

    /// <summary>Writes single-precision values.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="values">Row-major values, as many as the product of the shape; only read.</param>
    /// <param name="shape">Sizes of the axes.</param>
    public static void Write(Stream stream, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        WriteHeader(stream, "<f4", shape);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Writes single-precision values that lie in two places as one row, without joining them in memory.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="first">Values; only read.</param>
    /// <param name="second">The values behind them; only read.</param>
    internal static void WriteRow(Stream stream, ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        Write(stream, first, (long)first.Length + second.Length);
        stream.Write(MemoryMarshal.AsBytes(second));
    }

    /// <summary>Writes 64-bit integers.</summary>
    /// <inheritdoc cref="Write(Stream, ReadOnlySpan{float}, ReadOnlySpan{long})"/>
    public static void Write(Stream stream, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        WriteHeader(stream, "<i8", shape);
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads single-precision values; float64 files are narrowed.</summary>
    /// <param name="path">The file.</param>
    /// <returns>Row-major values and the sizes of the axes.</returns>
    /// <exception cref="BadInputException">Not an .npy file of real numbers in C order, or shorter than its header says.</exception>
    public static (float[] Values, long[] Shape) ReadFloats(string path)
    {
        using var stream = File.OpenRead(path);
        var (type, shape, count) = ReadHeader(stream, path);
        var values = new float[count];
        switch (type)
        {
            case "<f4":
                ReadValues(stream, MemoryMarshal.AsBytes(values.AsSpan()), path);
                break;
            case "<f8":
                var wide = new double[count];
                ReadValues(stream, MemoryMarshal.AsBytes(wide.AsSpan()), path);
                for (var i = 0; i < wide.Length; i++) values[i] = (float)wide[i];
                break;
            default:
                throw new BadInputException(path, "header", $"the numbers are of type {type}; save them as float32.");
        }

        return (values, shape);
    }

    /// <summary>Reads 64-bit integers.</summary>
    /// <inheritdoc cref="ReadFloats"/>
    public static (long[] Values, long[] Shape) ReadIntegers(string path)
    {
        using var stream = File.OpenRead(path);
        var (type, shape, count) = ReadHeader(stream, path);
        if (type != "<i8") throw new BadInputException(path, "header", $"the numbers are of type {type}; save them as int64.");
        var values = new long[count];
        ReadValues(stream, MemoryMarshal.AsBytes(values.AsSpan()), path);
        return (values, shape);
    }

    private static void WriteHeader(Stream stream, string type, ReadOnlySpan<long> shape)
    {
        var sizes = new StringBuilder();
        foreach (var size in shape) sizes.Append(CultureInfo.InvariantCulture, $"{size},");
        if (shape.Length > 1) sizes.Length--;
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': ({sizes}), }}";
        const int Preamble = 10;
        var length = (Preamble + header.Length + 1 + Alignment - 1) / Alignment * Alignment - Preamble;
        stream.Write([0x93, .. "NUMPY"u8, 1, 0]);
        Span<byte> size2 = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(size2, (ushort)length);
        stream.Write(size2);
        stream.Write(Encoding.ASCII.GetBytes(header.PadRight(length - 1) + "\n"));
    }

    private static (string Type, long[] Shape, int Count) ReadHeader(Stream stream, string path)
    {
        var start = new byte[12];
        if (stream.ReadAtLeast(start, 12, throwOnEndOfStream: false) < 12 || start[0] != 0x93 || !start.AsSpan(1, 5).SequenceEqual("NUMPY"u8))
            throw new BadInputException(path, "byte 0", "this is not an .npy file; save it with numpy.save.");
        var isVersion1 = start[6] == 1;
        var length = isVersion1 ? BinaryPrimitives.ReadUInt16LittleEndian(start.AsSpan(8)) : (long)BinaryPrimitives.ReadUInt32LittleEndian(start.AsSpan(8));
        if (length > 1 << 20) throw new BadInputException(path, "byte 8", $"the header is said to be {length} bytes long, over 1 MiB; the file is damaged, so write it again.");
        stream.Position = isVersion1 ? 10 : 12;
        var bytes = new byte[length];
        ReadValues(stream, bytes, path);
        var match = Header().Match(Encoding.ASCII.GetString(bytes));
        if (!match.Success || match.Groups["order"].Value != "False")
            throw new BadInputException(path, "header", "the array is not in C order or its header is not understood; save it with numpy.save(numpy.ascontiguousarray(...)).");
        var shape = match.Groups["shape"].Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(size => long.Parse(size, CultureInfo.InvariantCulture)).ToArray();
        var count = shape.Aggregate(1.0, (product, size) => product * size);
        var type = match.Groups["type"].Value;
        var stated = count * (type.EndsWith('4') ? 4 : 8);
        if (count > Array.MaxLength) throw new BadInputException(path, "header", $"it holds {count:G3} values, more than {Array.MaxLength} fit in one array; split the table by speaker.");
        if (stream.Length - stream.Position < stated)
            throw new BadInputException(path, $"byte {stream.Length}", $"the file ends after {stream.Length - stream.Position} of {stated} bytes of values; it is cut off, so write it again.");
        return (type, shape, (int)count);
    }

    private static void ReadValues(Stream stream, Span<byte> destination, string path)
    {
        if (stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false) < destination.Length)
            throw new BadInputException(path, $"byte {stream.Position}", "the file is cut off; write it again.");
    }

    [GeneratedRegex(@"'descr':\s*'(?<type>[^']+)'.*'fortran_order':\s*(?<order>\w+).*'shape':\s*\((?<shape>[^)]*)\)")]
    private static partial Regex Header();
}
