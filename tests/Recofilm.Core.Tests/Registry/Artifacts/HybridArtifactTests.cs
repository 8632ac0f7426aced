using System.Text;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Registry.Artifacts;

public class HybridArtifactTests
{
    private static HybridModel Model => TasteWorld.Models.Hybrid;

    [Fact]
    public void Quotas_are_read_as_they_were_written()
    {
        int[] places = [.. Enumerable.Range(1, CandidateQuotas.Generators.Length)];
        var written = new HybridModel(
            Model.Members, Model.Ensemble, new RequestQuotas(CandidateQuotas.Of(60), new CandidateQuotas(places)));

        var read = HybridArtifact.Read(HybridArtifact.Write(written), Model.Members).Quotas;

        Assert.Equal(CandidateQuotas.Of(60).ToSpan(), read.Newcomers.ToSpan());
        Assert.Equal(places, read.Others.ToSpan());
    }

    [Theory]
    [InlineData("100 33", "-00 33")]
    [InlineData("100 33", "999933")]
    [InlineData("100 33", "1 0 33")]
    public void Damaged_quotas_are_refused(string quotas, string damaged)
    {
        var file = HybridArtifact.Write(new HybridModel(
            Model.Members, Model.Ensemble, new RequestQuotas(CandidateQuotas.Of(100))));
        var place = file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(quotas));
        Encoding.ASCII.GetBytes(damaged, file.AsSpan(place));

        var exception = Assert.Throws<InvalidDataException>(() => HybridArtifact.Read(file, Model.Members));

        Assert.StartsWith("hybrid.arrow: quotas must be at most 16 numbers", exception.Message, StringComparison.Ordinal);
    }
}
