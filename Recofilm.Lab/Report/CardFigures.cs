using System.Globalization;
using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Series;
using Recofilm.Core.Registry;
using Recofilm.Core.Training;

namespace Recofilm.Lab.Report;

/// <summary>The plots of a model card, as elements of an HTML page.</summary>
internal static class CardFigures
{
    private const int Width = 520;
    private const int LineHeight = 240;
    private const int BarHeight = 34;
    private const int Margins = 70;
    private const int LeftMargin = 96;

    // Markers of more points than this would overlap, so longer lines have none.
    private const int FewPoints = 30;

    /// <summary>
    /// Plots metrics over the versions; returns <see langword="null"/> when no metric has values of two versions.
    /// </summary>
    public static string? OverVersions(
        string title, IReadOnlyList<ModelManifest> versions, IReadOnlyList<(string Metric, string Heading)> measures)
    {
        var plot = New();
        plot.Axes.Add(new DateTimeAxis
        {
            Position = AxisPosition.Bottom,
            Title = "trained",
            StringFormat = "MM-dd HH:mm",
            MinimumPadding = 0.05,
            MaximumPadding = 0.05,
            IntervalLength = 110,
        }.Quiet());
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, MinimumPadding = 0.1, MaximumPadding = 0.1 }.Grid());
        var told = new List<string>();
        foreach (var (metric, heading) in measures)
        {
            var points = versions.Where(version => version.Metrics.ContainsKey(metric))
                .Select(version => DateTimeAxis.CreateDataPoint(version.CreatedAt.UtcDateTime, version.Metrics[metric]))
                .ToArray();
            if (points.Length < 2)
                continue;
            plot.Series.Add(Line(heading, points, told.Count));
            told.Add($"{heading} from {Number(points[0].Y)} to {Number(points[^1].Y)}");
        }

        return told.Count == 0
            ? null
            : Show(plot, LineHeight, title, string.Join("; ", told) + $" over {versions.Count} versions.");
    }

    /// <summary>Plots a metric over the steps of a training.</summary>
    public static string OverSteps(string measure, IReadOnlyList<double> values)
    {
        var plot = New();
        plot.Axes.Add(new LinearAxis
        {
            Position = AxisPosition.Bottom,
            Title = "step",
            MinimumMajorStep = 1,
            MinimumMinorStep = 1,
        }.Quiet());
        plot.Axes.Add(new LinearAxis { Position = AxisPosition.Left, MinimumPadding = 0.1, MaximumPadding = 0.1 }.Grid());
        plot.Series.Add(Line(measure, [.. values.Select((value, step) => new DataPoint(step + 1, value))], 0));
        return Show(plot, LineHeight, measure, $"{values.Count} steps, from {Number(values[0])} to {Number(values[^1])}.");
    }

    /// <summary>Plots the error of predicted ratings by groups of users or movies.</summary>
    public static string Errors(string title, IReadOnlyList<(string Group, double? Rmse)> groups)
    {
        var known = groups.Where(group => group.Rmse is not null).ToArray();
        var plot = Bars([.. known.Select(group => group.Group)], "RMSE, stars");
        var bars = new BarSeries { FillColor = SvgFigure.Mark, StrokeThickness = 0 };
        bars.Items.AddRange(known.Select(group => new BarItem(group.Rmse!.Value)));
        plot.Series.Add(bars);
        return Show(plot, HeightOf(known.Length), title, Tell(known.Select(group => (group.Group, group.Rmse!.Value))));
    }

    /// <summary>Plots the quality of lists by groups of users, with standard errors.</summary>
    public static string Lists(string title, IReadOnlyList<ActivityGroup> groups)
    {
        var plot = Bars([.. groups.Select(group => group.Name)], "NDCG@10, ± standard error");
        var bars = new ErrorBarSeries
        {
            FillColor = SvgFigure.Mark,
            StrokeThickness = 0,
            ErrorStrokeThickness = 1.5,
            ErrorWidth = 0.3,
        };
        bars.Items.AddRange(groups.Select(group => new ErrorBarItem(group.Ndcg.Mean, group.Ndcg.StandardError)));
        plot.Series.Add(bars);
        return Show(plot, HeightOf(groups.Count), title, Tell(groups.Select(group => (group.Name, group.Ndcg.Mean))));
    }

    /// <summary>Plots the shares of the movies that users liked and of those in their lists, by popularity.</summary>
    public static string Shares(string title, IReadOnlyList<PopularityGroup> groups)
    {
        var plot = Bars([.. groups.Select(group => group.Name)], "share, %");
        var wanted = new BarSeries { Title = "wanted", FillColor = SvgFigure.Mark, StrokeThickness = 0 };
        wanted.Items.AddRange(groups.Select(group => new BarItem(100 * group.WantedShare)));
        var listed = new BarSeries { Title = "in lists", FillColor = SvgFigure.SecondMark, StrokeThickness = 0 };
        listed.Items.AddRange(groups.Select(group => new BarItem(100 * group.ListedShare)));
        plot.Series.Add(wanted);
        plot.Series.Add(listed);
        return Show(plot, HeightOf(groups.Count), title, Tell(groups.Select(group => (group.Name, group.ListedShare))));
    }

    private static PlotModel New() => new()
    {
        Background = OxyColors.Transparent,
        DefaultFont = "system-ui",
        PlotAreaBorderThickness = new OxyThickness(0),
        // The margins leave space for labels in any font.
        PlotMargins = new OxyThickness(LeftMargin, 12, 24, 48),
        TextColor = SvgFigure.Ink,
    };

    private static PlotModel Bars(IReadOnlyList<string> groups, string value)
    {
        var plot = New();
        var categories = new CategoryAxis { Position = AxisPosition.Left, StartPosition = 1, EndPosition = 0, GapWidth = 0.4 };
        categories.Labels.AddRange(groups);
        plot.Axes.Add(categories.Quiet());
        plot.Axes.Add(
            new LinearAxis { Position = AxisPosition.Bottom, Title = value, Minimum = 0, MaximumPadding = 0.05 }.Grid());
        return plot;
    }

    private static LineSeries Line(string title, DataPoint[] points, int place)
    {
        var colour = place == 0 ? SvgFigure.Mark : SvgFigure.SecondMark;
        var line = new LineSeries
        {
            Title = title,
            Color = colour,
            StrokeThickness = 2,
            MarkerType = points.Length > FewPoints ? MarkerType.None : place == 0 ? MarkerType.Circle : MarkerType.Square,
            MarkerFill = colour,
            MarkerSize = 3,
        };
        line.Points.AddRange(points);
        return line;
    }

    private static string Show(PlotModel plot, int height, string title, string description)
    {
        // The page names the series below the plot, because only the browser knows how wide letters are.
        string[] names = plot.Series.Count > 1 ? [.. plot.Series.Select(series => series.Title)] : [];
        return SvgFigure.Write(plot, Width, height, title, description, names);
    }

    private static Axis Quiet(this Axis axis)
    {
        axis.TicklineColor = axis.TextColor = axis.TitleColor = SvgFigure.Ink;
        axis.MinorTickSize = 0;
        axis.AxisTitleDistance = 8;
        axis.IsZoomEnabled = axis.IsPanEnabled = false;
        return axis;
    }

    private static Axis Grid(this Axis axis)
    {
        axis.MajorGridlineStyle = LineStyle.Solid;
        axis.MajorGridlineColor = SvgFigure.Faint;
        axis.MajorTickSize = 0;
        return axis.Quiet();
    }

    private static int HeightOf(int bars) => (BarHeight * bars) + Margins;

    private static string Tell(IEnumerable<(string Group, double Value)> groups) =>
        string.Join("; ", groups.Select(group => $"{group.Group}: {Number(group.Value)}")) + ".";

    private static string Number(double value) => value.ToString("G4", CultureInfo.InvariantCulture);
}
