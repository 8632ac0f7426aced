using System.Runtime.CompilerServices;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Tests.Artifacts;

public sealed class MappedFileTests
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 100_000).Select(place => (byte)(place * 7))];

    [Fact]
    public async Task What_was_written_is_read_in_place_and_leaves_no_file_behind()
    {
        var name = "";
        var file = await MappedFile.CreateAsync(Content.Length, async stream =>
        {
            name = ((FileStream)stream).Name;
            Assert.True(File.Exists(name));
            await stream.WriteAsync(Content);
        });

        Assert.False(File.Exists(name));
        Assert.Equal(Content, file.Memory.ToArray());
        GC.KeepAlive(file);
    }

    [Fact]
    public async Task Columns_keep_the_file_that_they_lie_in()
    {
        var numbers = await ColumnAsync();
        await CollectAsync();

        Assert.Equal(Content.Length / sizeof(int), numbers.Length);
        Assert.Equal(BitConverter.ToInt32(Content, 400), numbers.Span[100]);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_file_is_given_back_when_nobody_refers_to_it()
    {
        var file = await ForgottenAsync();
        // The thread that made the file may still hold it for a moment, on a stack that is about to unwind.
        while (file.IsAlive)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await CollectAsync();
        }
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

    private static async Task<ReadOnlyMemory<int>> ColumnAsync() =>
        new CastMemory<int>((await MappedFile.CreateAsync(Content.Length, stream => stream.WriteAsync(Content).AsTask())).Memory).Memory;

    // Not inlined: no local of the test keeps the file.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference> ForgottenAsync() =>
        new(await MappedFile.CreateAsync(Content.Length, stream => stream.WriteAsync(Content).AsTask()));

    // On a stack of its own: below this one may be what made the file.
    private static async Task CollectAsync()
    {
        await Task.Yield();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
    }
}
