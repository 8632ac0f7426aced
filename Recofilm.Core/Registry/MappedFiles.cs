using Recofilm.Core.Registry.Arrow;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Registry;

/// <summary>The mapped files of one version. The disposal unmaps all of them; no computation may use them afterwards.</summary>
public sealed class MappedFiles : IDisposable
{
    private readonly Lock _adding = new();
    private readonly List<MappedFile> _maps = [];
    private readonly List<ArtifactFile> _files = [];

    /// <summary>The files, in no particular order.</summary>
    public IReadOnlyList<ArtifactFile> Files => _files;

    /// <inheritdoc/>
    public void Dispose() => _maps.ForEach(map => ((IDisposable)map).Dispose());

    internal void Add(string name, MappedFile map)
    {
        lock (_adding)
        {
            _maps.Add(map);
            _files.Add(new ArtifactFile(name, map.Memory));
        }
    }
}
