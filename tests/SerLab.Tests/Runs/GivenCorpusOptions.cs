using System.Text.Json.Serialization;
using SerLab.Corpora;

namespace SerLab.Tests.Runs;

/// <summary>A corpus that is made by the test itself.</summary>
[Kind("given", "a test's own corpus")]
internal sealed record GivenCorpusOptions([property: JsonIgnore] Corpus Given) : CorpusOptions
{
    public override Corpus Load() => Given;
}
