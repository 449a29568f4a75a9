"""What people see: pages, API and exports. Data come through the observatory's door only."""
