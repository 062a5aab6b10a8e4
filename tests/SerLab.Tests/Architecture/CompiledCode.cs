using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;
using System.Text.RegularExpressions;

namespace SerLab.Tests.Architecture;

/// <summary>Everything that the types of a built assembly name: base types, attributes, signatures, locals and method bodies.</summary>
/// <remarks>Constants are copied by the compiler and leave no trace here; the check of using lines (<see cref="TextRules"/>) is for them.</remarks>
internal sealed partial class CompiledCode
{
    private readonly PEReader image;
    private readonly MetadataReader reader;
    private readonly MentionCollector collector;
    private readonly HashSet<CodeReference> found = [];
    private string fromNamespace = "";
    private string from = "";

    private CompiledCode(PEReader image)
    {
        this.image = image;
        reader = image.GetMetadataReader();
        collector = new MentionCollector(handle => Note(handle, null));
    }

    /// <summary>The references that code in some namespace and those below it makes, each once, sorted.</summary>
    public static IReadOnlyList<CodeReference> References(string assemblyPath, string rootNamespace)
    {
        using var image = new PEReader(File.OpenRead(assemblyPath));
        var code = new CompiledCode(image);
        foreach (var handle in code.reader.TypeDefinitions)
        {
            var (space, name) = code.Outermost(handle);
            if (space == rootNamespace || space.StartsWith(rootNamespace + ".", StringComparison.Ordinal)) code.WalkType(handle, space, name);
        }

        return [.. code.found.OrderBy(reference => reference.ToString(), StringComparer.Ordinal)];
    }

    private void WalkType(TypeDefinitionHandle handle, string space, string name)
    {
        (fromNamespace, from) = (space, name);
        var type = reader.GetTypeDefinition(handle);
        Visit(type.BaseType);
        foreach (var implemented in type.GetInterfaceImplementations()) Visit(reader.GetInterfaceImplementation(implemented).Interface);
        VisitAttributes(type.GetCustomAttributes());
        VisitGenericParameters(type.GetGenericParameters());
        foreach (var field in type.GetFields().Select(reader.GetFieldDefinition))
        {
            from = $"{name}.{reader.GetString(field.Name)}";
            field.DecodeSignature(collector, null);
            VisitAttributes(field.GetCustomAttributes());
        }

        foreach (var property in type.GetProperties().Select(reader.GetPropertyDefinition)) VisitAttributes(property.GetCustomAttributes());
        foreach (var raised in type.GetEvents().Select(reader.GetEventDefinition)) VisitAttributes(raised.GetCustomAttributes());
        foreach (var method in type.GetMethods().Select(reader.GetMethodDefinition))
        {
            from = $"{name}.{reader.GetString(method.Name)}";
            WalkMethod(method);
        }
    }

    private void WalkMethod(MethodDefinition method)
    {
        method.DecodeSignature(collector, null);
        VisitAttributes(method.GetCustomAttributes());
        VisitGenericParameters(method.GetGenericParameters());
        foreach (var parameter in method.GetParameters()) VisitAttributes(reader.GetParameter(parameter).GetCustomAttributes());
        if (method.RelativeVirtualAddress == 0) return;
        var body = image.GetMethodBody(method.RelativeVirtualAddress);
        if (!body.LocalSignature.IsNil) reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(collector, null);
        foreach (var region in body.ExceptionRegions) Visit(region.CatchType);
        foreach (var token in IlTokens.Of(body.GetILBytes()!)) Visit(MetadataTokens.EntityHandle(token));
    }

    private void Visit(EntityHandle handle)
    {
        if (handle.IsNil) return;
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition or HandleKind.TypeReference:
                Note(handle, null);
                break;
            case HandleKind.TypeSpecification:
                reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(collector, null);
                break;
            case HandleKind.FieldDefinition:
                var field = reader.GetFieldDefinition((FieldDefinitionHandle)handle);
                Note(field.GetDeclaringType(), reader.GetString(field.Name));
                break;
            case HandleKind.MethodDefinition:
                var method = reader.GetMethodDefinition((MethodDefinitionHandle)handle);
                Note(method.GetDeclaringType(), reader.GetString(method.Name));
                break;
            case HandleKind.MemberReference:
                VisitMember(reader.GetMemberReference((MemberReferenceHandle)handle));
                break;
            case HandleKind.MethodSpecification:
                var generic = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                Visit(generic.Method);
                generic.DecodeSignature(collector, null);
                break;
            case HandleKind.StandaloneSignature:
                reader.GetStandaloneSignature((StandaloneSignatureHandle)handle).DecodeMethodSignature(collector, null);
                break;
            default:
                throw new BadImageFormatException($"{from} names a {handle.Kind}, which the walk does not know; teach it.");
        }
    }

    private void VisitMember(MemberReference member)
    {
        var name = reader.GetString(member.Name);
        if (member.GetKind() == MemberReferenceKind.Method)
            name += $"({string.Join(", ", member.DecodeMethodSignature(new MentionCollector(_ => { }), null).ParameterTypes)})";
        if (member.Parent.Kind is HandleKind.TypeReference or HandleKind.TypeDefinition) Note(member.Parent, name);
        else Visit(member.Parent);
    }

    private void VisitGenericParameters(GenericParameterHandleCollection parameters)
    {
        foreach (var parameter in parameters.Select(reader.GetGenericParameter))
            foreach (var constraint in parameter.GetConstraints())
                Visit(reader.GetGenericParameterConstraint(constraint).Type);
    }

    // typeof(X) in an attribute is stored as X's full name, after a byte with its length.
    private void VisitAttributes(CustomAttributeHandleCollection attributes)
    {
        foreach (var attribute in attributes.Select(reader.GetCustomAttribute))
        {
            Visit(attribute.Constructor);
            if (attribute.Value.IsNil) continue;
            foreach (Match name in FullName().Matches(Encoding.UTF8.GetString(reader.GetBlobBytes(attribute.Value))))
                found.Add(new CodeReference(fromNamespace, from, name.Groups[1].Value, name.Groups[2].Value, null));
        }
    }

    private void Note(EntityHandle type, string? member)
    {
        var (space, name) = Outermost(type);
        found.Add(new CodeReference(fromNamespace, from, space, name.Split('`')[0], member));
    }

    private (string Namespace, string Name) Outermost(EntityHandle handle)
    {
        if (handle.Kind == HandleKind.TypeDefinition)
        {
            var type = reader.GetTypeDefinition((TypeDefinitionHandle)handle);
            return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : (reader.GetString(type.Namespace), reader.GetString(type.Name));
        }

        var reference = reader.GetTypeReference((TypeReferenceHandle)handle);
        return reference.ResolutionScope.Kind == HandleKind.TypeReference
            ? Outermost(reference.ResolutionScope)
            : (reader.GetString(reference.Namespace), reader.GetString(reference.Name));
    }

    [GeneratedRegex(@"(SerLab(?:\.\w+)+)\.(\w+)")]
    private static partial Regex FullName();
}
