using SerLab.Options;

namespace SerLab.Models;

/// <summary>One named array of learned numbers, row-major.</summary>
/// <param name="Shape">Sizes of the axes.</param>
/// <param name="Values">The numbers, as many as the product of the shape. Doubles hold single-precision weights exactly.</param>
public sealed record Tensor(IReadOnlyList<int> Shape, double[] Values);

/// <summary>What a classifier learned, as named arrays: the contents of <c>weights.safetensors</c>. Immutable.</summary>
public sealed class Weights
{
    private readonly SortedDictionary<string, Tensor> tensors;

    /// <param name="tensors">Arrays by name.</param>
    public Weights(IEnumerable<KeyValuePair<string, Tensor>> tensors) =>
        this.tensors = new(tensors.ToDictionary(pair => pair.Key, pair => pair.Value), StringComparer.Ordinal);

    /// <summary>The arrays, by name in ordinal order.</summary>
    public IReadOnlyDictionary<string, Tensor> Tensors => tensors;

    /// <summary>An array that must be there with some shape.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its sizes; -1 allows any.</param>
    /// <exception cref="BadInputException">It is missing, has another shape or holds a number that is not finite.</exception>
    public Tensor Get(string name, params ReadOnlySpan<int> shape)
    {
        if (!tensors.TryGetValue(name, out var tensor))
            throw new BadInputException("weights", name, $"the array is missing (there are: {string.Join(", ", tensors.Keys)}); the model file is not of this kind or is damaged, so train it again.");
        var fits = tensor.Shape.Count == shape.Length;
        for (var i = 0; fits && i < shape.Length; i++) fits = shape[i] == -1 || shape[i] == tensor.Shape[i];
        if (!fits || tensor.Values.Length != tensor.Shape.Aggregate(1L, (product, size) => product * size))
            throw new BadInputException("weights", name, $"its shape is [{string.Join(" x ", tensor.Shape)}], expected [{string.Join(" x ", shape.ToArray())}]; the model file is damaged, so train it again.");
        for (var i = 0; i < tensor.Values.Length; i++)
            if (!double.IsFinite(tensor.Values[i]))
                throw new BadInputException("weights", $"{name}, number {i}", $"it is {tensor.Values[i]}; learned numbers are finite, so the model file is damaged: train it again.");
        return tensor;
    }

    /// <summary>The arrays whose names begin with a prefix, without it.</summary>
    public Weights Under(string prefix) => new(
        tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key[prefix.Length..], pair.Value)));
}
