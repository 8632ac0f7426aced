using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Tests.Registry.Arrow;

public sealed class MappedFileTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(place => (byte)(place * 7))];

    [Fact]
    public async Task What_was_written_is_read_in_place_and_leaves_no_file_behind()
    {
        var name = "";
        using IDisposable mapped = await MappedFile.CreateAsync(Content.Length, async stream =>
        {
            name = ((FileStream)stream).Name;
            Assert.True(File.Exists(name));
            await stream.WriteAsync(Content);
        });

        Assert.False(File.Exists(name));
        Assert.Equal(Content, ((MappedFile)mapped).Memory.ToArray());
    }

    [Fact]
    public async Task Disposing_of_a_file_unmaps_it_and_its_columns_refuse_to_be_read()
    {
        var name = "";
        var file = await MappedFile.CreateAsync(Content.Length, stream =>
        {
            name = Path.GetFileName(((FileStream)stream).Name);
            return stream.WriteAsync(Content).AsTask();
        });
        var numbers = new CastMemory<int>(file.Memory).Memory;
        Assert.Equal(Content.Length / sizeof(int), numbers.Length);
        Assert.Equal(BitConverter.ToInt32(Content, 400), numbers.Span[100]);
        Assert.True(IsMapped(name));

        ((IDisposable)file).Dispose();

        Assert.False(IsMapped(name));
        Assert.Throws<ObjectDisposedException>(() => numbers.Span.Length);
    }

    [Fact]
    public async Task A_failed_download_leaves_no_file_behind()
    {
        var name = "";
        await Assert.ThrowsAsync<TimeoutException>(() => MappedFile.CreateAsync(Content.Length, stream =>
        {
            name = ((FileStream)stream).Name;
            throw new TimeoutException();
        }));

        Assert.False(File.Exists(name));
    }

    [Fact]
    public async Task An_empty_file_is_no_file_of_a_model() => Assert.Equal(
        "A file of a model has 0 bytes.",
        (await Assert.ThrowsAsync<InvalidDataException>(() => MappedFile.CreateAsync(0, _ => Task.CompletedTask))).Message);

    private static bool IsMapped(string name) =>
        File.ReadLines("/proc/self/maps").Any(line => line.Contains(name, StringComparison.Ordinal));
}
