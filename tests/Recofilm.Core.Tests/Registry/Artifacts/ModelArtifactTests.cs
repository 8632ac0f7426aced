using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Models;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Registry.Artifacts;

public class ModelArtifactTests
{
    [Fact]
    public void Models_answer_the_same_after_writing_and_reading()
    {
        var written = TasteWorld.Models;
        var read = ModelArtifact.Read(ExampleModel.Files);

        foreach (var (before, after) in written.Catalog.Movies.ToArray().Zip(read.Catalog.Movies.ToArray()))
            Assert.Equivalent(before, after, strict: true);
        Assert.Equal(written.Catalog.Count, read.Catalog.Count);
        Assert.Equal(written.Catalog.Genres, read.Catalog.Genres);
        Assert.Equal(Scores(written.Collaborative), Scores(read.Collaborative));
        Assert.Equal(Scores(written.Content), Scores(read.Content));
        Assert.Equal(Scores(written.Popularity), Scores(read.Popularity));
        Assert.Equal(Predictions(written), Predictions(read));
    }

    [Fact]
    public void The_same_data_and_options_give_the_same_bytes_on_any_number_of_threads()
    {
        var again = new ModelTrainer(FastTraining.Options.On(threads: 2)).Train(
            TasteWorld.Catalog, TasteWorld.Ratings(), TestContext.Current.CancellationToken);

        foreach (var (first, second) in ExampleModel.Files.Zip(ModelArtifact.Write(again)))
            Assert.True(first.Content.Span.SequenceEqual(second.Content.Span), first.Name);
    }

    [Fact]
    public void A_missing_file_is_named()
    {
        var files = ExampleModel.Files.Where(file => file.Name != RatingHeadArtifact.FileName).ToArray();

        Assert.Equal("The model has no svd.arrow.", Assert.Throws<InvalidDataException>(() => ModelArtifact.Read(files)).Message);
    }

    [Fact]
    public void Files_of_different_catalogues_are_refused()
    {
        var catalog = new MovieCatalog(TasteWorld.Catalog.Movies[..59].ToArray());
        var files = ExampleModel.Files
            .Select(file => file.Name == CatalogArtifact.FileName ? file with { Content = CatalogArtifact.Write(catalog) } : file)
            .ToArray();

        Assert.Equal(
            "statistics.arrow is of 60 movies; items.arrow has 59.",
            Assert.Throws<InvalidDataException>(() => ModelArtifact.Read(files)).Message);
    }

    private static float[] Scores(IRankingModel model)
    {
        var scores = new float[TasteWorld.MovieCount];
        model.Score(TasteWorld.Ratings().History(3), scores);
        return scores;
    }

    private static float[] Predictions(ModelSet models)
    {
        var predictions = new float[3];
        models.Svd.Predict(TasteWorld.Ratings().History(3), [0, 1, 59], predictions);
        return predictions;
    }
}
