// What every notebook of the kit needs: its libraries, and how figures are shown.
#r "../src/Research/bin/Release/net10.0/Research.dll"
#r "../src/Research/bin/Release/net10.0/Microsoft.Data.Analysis.dll"
#r "../src/Research/bin/Release/net10.0/OpenCvSharp.dll"
#r "../src/Research/bin/Release/net10.0/ScottPlot.dll"
#r "../src/Research/bin/Release/net10.0/SkiaSharp.dll"
#r "../src/Research/bin/Release/net10.0/TorchSharp.dll"
#r "../src/Research.Simulation/bin/Release/net10.0/Research.Simulation.dll"
#r "../src/Research.Experiments/bin/Release/net10.0/Research.Experiments.dll"
#r "../src/Research.Notebooks/bin/Release/net10.0/Research.Notebooks.dll"

Research.Notebooks.FigureFormatting.Register();
