using System.Text.RegularExpressions;

namespace Research.Notebooks;

/// <summary>
/// The module <c>Html</c> of F# cells, which writes HTML as F# lists: <c>h1 [] [ str "x" ]</c>. The names are .NET Interactive's.
/// </summary>
/// <remarks>It is declared by the first cell that names it, because the session takes a while to compile it.</remarks>
internal static partial class FSharpHtml
{
    private const string Elements =
        "a area aside b br button caption center code colgroup dd details div dl dt em figure font form h1 h2 h3 h4 h5 h6 head "
        + "header hgroup hr "
        + "i iframe img input label li link main menu menuitem meta meter nav ol optgroup option p pre progress q script "
        + "section select small "
        + "source span strike style strong sub sup svg table tbody td textarea tfoot th thead title tr u ul video";

    private const string Texts =
        "defaultValue accept acceptCharset accessKey action alt autoComplete cellPadding cellSpacing charSet challenge classID "
        + "class content "
        + "contextMenu coords crossOrigin dateTime dir download encType form formAction formEncType formMethod formTarget "
        + "frameBorder headers "
        + "height href hrefLang htmlFor httpEquiv icon id inputMode integrity is keyParams keyType kind label lang language "
        + "list manifest max "
        + "media mediaGroup method min name onMouseOut onMouseOver pattern placeholder poster preload radioGroup rel role "
        + "sandbox scope "
        + "scrolling seamless shape sizes src srcDoc srcLang srcSet step summary target title type useMap value width wmode "
        + "wrap about "
        + "datatype inlist prefix property resource typeof vocab autoCapitalize autoCorrect autoSave color itemProp itemType "
        + "itemID itemRef "
        + "security unselectable";

    private const string Numbers =
        "cols colSpan high low marginHeight marginWidth maxLength minLength optimum rows rowSpan size span start tabIndex "
        + "results";

    private const string Switches =
        "defaultChecked allowFullScreen allowTransparency async autoFocus autoPlay capture checked contentEditable controls "
        + "default defer "
        + "disabled draggable formNoValidate hidden loop multiple muted noValidate open readOnly required scoped selected "
        + "spellCheck itemScope";

    private const string Core = """
        module Html =
            type HtmlElement =
                | Tagged of string * (string * obj) list * HtmlElement list
                | Text of string
                | Obj of obj
                member this.Write(writer: System.IO.TextWriter) =
                    match this with
                    | Text text -> writer.Write text
                    | Obj value -> writer.Write(Microsoft.DotNet.Interactive.Formatting.Formatter.ToDisplayString(value, "text/html"))
                    | Tagged (name, attributes, children) ->
                        writer.Write("<" + name)
                        for (key, value) in attributes do
                            match value with
                            | :? bool as isSet -> if isSet then writer.Write(" " + key)
                            | _ ->
                                let text = System.Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture)
                                writer.Write(" " + key + "=\"" + System.Net.WebUtility.HtmlEncode text + "\"")
                        if List.contains name [ "area"; "br"; "hr"; "img"; "input"; "link"; "meta"; "source" ] then writer.Write " />"
                        else
                            writer.Write ">"
                            for (child: HtmlElement) in children do child.Write writer
                            writer.Write("</" + name + ">")
                override this.ToString() =
                    use writer = new System.IO.StringWriter()
                    this.Write writer
                    writer.ToString()
                interface Microsoft.AspNetCore.Html.IHtmlContent with
                    member this.WriteTo(writer, _) = this.Write writer
            let custom name (attributes: (string * obj) list) (children: HtmlElement list) = Tagged(name, attributes, children)
            let rawText text = Text text
            let encodedText (text: string) = Text(System.Net.WebUtility.HtmlEncode text)
            let str text = encodedText text
            let embedNoContext (value: obj) = Obj value
            let embed (_: obj) (value: obj) = Obj value
            let _custom (name: string) (value: obj) = (name, value)
            let _style (styles: string list) = ("style", box (String.concat "; " styles))

        """;

    /// <summary>The module's text.</summary>
    public static string Code { get; } = Core
        + string.Concat(Elements.Split(' ').Select(name =>
            $"    let {name} attributes children = custom \"{name}\" attributes children\n"))
        + Attributes(Texts, "string") + Attributes(Numbers, "float") + Attributes(Switches, "bool");

    /// <summary>Whether a cell's code uses the module.</summary>
    public static bool IsNamedBy(string code) => Name().IsMatch(code);

    private static string Attributes(string names, string type) => string.Concat(names.Split(' ').Select(name =>
        $"    let _{name} (value: {type}) = (\"{Written(name)}\", box value)\n"));

    private static string Written(string name) => name switch
    {
        "htmlFor" => "for",
        "httpEquiv" => "http-equiv",
        "acceptCharset" => "accept-charset",
        "defaultChecked" => "checked",
        "defaultValue" => "value",
        _ => name.ToLowerInvariant(),
    };

    [GeneratedRegex(@"\bopen\s+Html\b|\bHtml\.[a-z_]")]
    private static partial Regex Name();
}
