using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace SerLab.Tests.Architecture;

/// <summary>Finds the metadata tokens in a method body (ECMA-335, partition III).</summary>
internal static class IlTokens
{
    // Two-byte instructions begin with 0xFE; Value holds both bytes.
    private static readonly Dictionary<ushort, OperandType> OperandTypes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => (ushort)code.Value, code => code.OperandType);

    /// <summary>Tokens of the types, members and signatures that the instructions name, in order.</summary>
    public static IEnumerable<int> Of(byte[] body)
    {
        for (var at = 0; at < body.Length;)
        {
            ushort code = body[at++];
            if (code == 0xFE) code = (ushort)(0xFE00 | body[at++]);
            var operand = OperandTypes[code];
            if (operand is OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineTok or OperandType.InlineType or OperandType.InlineSig)
                yield return BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at));
            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + 4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at)),
                _ => 4,
            };
        }
    }
}
