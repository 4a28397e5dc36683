using System.Net;
using System.Text;

namespace Research.Figures.Recipes;

/// <summary>All recipes on one page that needs nothing else.</summary>
public static class Gallery
{
    private const string Style = """
        body { max-width: 1000px; margin: 2rem auto; padding: 0 1rem; font: 16px/1.5 system-ui, sans-serif; color: #262626; background: #fff }
        img { max-width: 100%; height: auto } pre { background: #f4f4f4; padding: 1rem; overflow-x: auto; font-size: 13px; line-height: 1.4 }
        nav a { margin-right: 1em; white-space: nowrap }
        """;

    /// <summary>The page: each recipe's name, description, picture and code.</summary>
    public static string Html()
    {
        var html = new StringBuilder();
        foreach (var recipe in Recipe.All)
        {
            string name = WebUtility.HtmlEncode(recipe.Name), id = Id(recipe),
                png = Convert.ToBase64String(Rendering.ToPng(recipe.Draw(), scale: 1));
            html.Append($"<h2 id=\"{id}\">{name}</h2>\n<p>{WebUtility.HtmlEncode(recipe.Description)}</p>\n");
            html.Append(
                $"<img alt=\"{name}\" src=\"data:image/png;base64,{png}\">\n<pre>{WebUtility.HtmlEncode(recipe.Code)}</pre>\n");
        }

        string links = string.Join('\n', Recipe.All.Select(recipe =>
            $"<a href=\"#{Id(recipe)}\">{WebUtility.HtmlEncode(recipe.Name)}</a>"));
        return $"""
            <!DOCTYPE html>
            <html lang="en">
            <head><meta charset="utf-8"><title>Plots of the kit</title><style>
            {Style}
            </style></head>
            <body>
            <h1>Plots of the kit</h1>
            <p>Plots of <code>Research.Figures</code>, each with the code that draws it. They take arrays and labels, and give back a ScottPlot
            <code>Plot</code> or <code>Multiplot</code> that you may go on changing. <code>./research figures</code> writes this page.</p>
            <nav>{links}</nav>
            {html}</body>
            </html>

            """;
    }

    private static string Id(Recipe recipe) => recipe.GetType().Name;
}
