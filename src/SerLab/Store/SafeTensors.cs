using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerLab.Models;
using SerLab.Options;

namespace SerLab.Store;

/// <summary>Named arrays in the safetensors format: an 8-byte header length, a JSON header, then the numbers, little-endian.</summary>
/// <remarks>
/// Format: Hugging Face, "Safetensors", format description of version 0.4. Numbers that single precision holds exactly are written as F32, others as F64;
/// F32 and F64 are read. Sizes and shapes are checked before anything is allocated.
/// </remarks>
public static class SafeTensors
{
    private const int MostHeaderBytes = 100_000_000;

    /// <summary>Writes arrays.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="weights">The arrays.</param>
    public static void Write(Stream stream, Weights weights)
    {
        var header = new JsonObject();
        var end = 0L;
        foreach (var (name, tensor) in weights.Tensors)
        {
            var start = end;
            end += (long)tensor.Values.Length * (IsSingle(tensor) ? sizeof(float) : sizeof(double));
            header[name] = new JsonObject
            {
                ["dtype"] = IsSingle(tensor) ? "F32" : "F64",
                ["shape"] = new JsonArray([.. tensor.Shape.Select(size => (JsonNode)size)]),
                ["data_offsets"] = new JsonArray(start, end),
            };
        }

        var text = JsonSerializer.SerializeToUtf8Bytes(header);
        var padded = (text.Length + 7) / 8 * 8; // The numbers begin at a multiple of 8 bytes; spaces fill the header.
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        stream.Write(length);
        stream.Write(text);
        for (var i = text.Length; i < padded; i++) stream.WriteByte((byte)' ');
        foreach (var tensor in weights.Tensors.Values)
            stream.Write(IsSingle(tensor) ? MemoryMarshal.AsBytes(Array.ConvertAll(tensor.Values, value => (float)value).AsSpan()) : MemoryMarshal.AsBytes(tensor.Values.AsSpan()));
    }

    /// <summary>Reads arrays.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="path">Its name, for messages.</param>
    /// <exception cref="BadInputException">The header and the numbers do not fit together.</exception>
    public static Weights Read(ReadOnlyMemory<byte> bytes, string path)
    {
        if (bytes.Length < 8) throw Damaged(path, "byte 0", "it is shorter than its header");
        var headerLength = BinaryPrimitives.ReadUInt64LittleEndian(bytes.Span);
        if (headerLength > MostHeaderBytes || headerLength > (ulong)(bytes.Length - 8)) throw Damaged(path, "byte 0", $"its header is said to be {headerLength} bytes long");
        var data = bytes[(8 + (int)headerLength)..];
        JsonObject header;
        try
        {
            // Writing the header out once makes the lazy parser look at every name and value while it can still be caught.
            header = JsonNode.Parse(bytes.Span.Slice(8, (int)headerLength)) as JsonObject ?? throw Damaged(path, "byte 8", "its header is not an object");
            _ = header.Count + header.ToJsonString().Length;
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw Damaged(path, "byte 8", "its header is not JSON in UTF-8");
        }

        var tensors = new Dictionary<string, Tensor>();
        foreach (var (name, entry) in header)
            if (name != "__metadata__") tensors[name] = ReadTensor(name, entry, data, path);
        return new Weights(tensors);
    }

    private static Tensor ReadTensor(string name, JsonNode? entry, ReadOnlyMemory<byte> data, string path)
    {
        try
        {
            var type = (string?)entry?["dtype"];
            var shape = entry!["shape"]!.AsArray().Select(size => (int)size!).ToArray();
            var (start, end) = ((long)entry["data_offsets"]![0]!, (long)entry["data_offsets"]![1]!);
            var width = type switch { "F32" => 4, "F64" => 8, _ => throw Damaged(path, name, $"its numbers are of type {type}; F32 and F64 are understood") };
            var count = shape.Aggregate(1.0, (product, size) => product * size);
            if (shape.Any(size => size < 0) || start < 0 || end < start || end > data.Length || count * width != end - start)
                throw Damaged(path, name, $"its shape [{string.Join(" x ", shape)}] does not fill bytes {start} to {end}");
            var values = data.Span[(int)start..(int)end];
            return new Tensor(shape, width == 8 ? MemoryMarshal.Cast<byte, double>(values).ToArray() : Array.ConvertAll(MemoryMarshal.Cast<byte, float>(values).ToArray(), value => (double)value));
        }
        catch (Exception wrong) when (wrong is NullReferenceException or InvalidOperationException or ArgumentException or FormatException)
        {
            throw Damaged(path, name, "its entry in the header is not understood");
        }
    }

    private static bool IsSingle(Tensor tensor) => tensor.Values.All(value => (float)value == value);

    private static BadInputException Damaged(string path, string place, string problem) => new(path, place, $"{problem}; the model file is damaged, so train the model again.");
}
