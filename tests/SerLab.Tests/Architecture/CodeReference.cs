namespace SerLab.Tests.Architecture;

/// <summary>One place in compiled code that names a type or a member of one. Nested and compiler-made types count as the outermost type around them.</summary>
/// <param name="FromNamespace">Namespace of the type whose code it is.</param>
/// <param name="From">That type and the member, "Clip.Slice".</param>
/// <param name="ToNamespace">Namespace of the type that is named.</param>
/// <param name="ToType">Its name, without the number of generic parameters.</param>
/// <param name="ToMember">The member that is named, with the types of its parameters, "Read(String)"; null where only the type is.</param>
internal sealed record CodeReference(string FromNamespace, string From, string ToNamespace, string ToType, string? ToMember)
{
    public override string ToString() => $"{FromNamespace}.{From} uses {ToNamespace}.{ToType}{(ToMember is null ? "" : "." + ToMember)}";
}
