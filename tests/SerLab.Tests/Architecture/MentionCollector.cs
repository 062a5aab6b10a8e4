using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace SerLab.Tests.Architecture;

/// <summary>Reads signatures aloud: gives every type a name, and reports each type definition or reference it passes.</summary>
internal sealed class MentionCollector(Action<EntityHandle> onType) : ISignatureTypeProvider<string, object?>
{
    private readonly Action<EntityHandle> onType = onType;

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        onType(handle);
        return reader.GetString(reader.GetTypeDefinition(handle).Name);
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        onType(handle);
        return reader.GetString(reader.GetTypeReference(handle).Name);
    }

    public string GetTypeFromSpecification(MetadataReader reader, object? context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => typeCode.ToString();

    public string GetSZArrayType(string elementType) => elementType + "[]";

    public string GetArrayType(string elementType, ArrayShape shape) => elementType + "[,]";

    public string GetByReferenceType(string elementType) => elementType;

    public string GetPointerType(string elementType) => elementType;

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) => unmodifiedType;

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) => genericType;

    public string GetGenericTypeParameter(object? context, int index) => "T" + index;

    public string GetGenericMethodParameter(object? context, int index) => "M" + index;

    public string GetFunctionPointerType(MethodSignature<string> signature) => "function";
}
